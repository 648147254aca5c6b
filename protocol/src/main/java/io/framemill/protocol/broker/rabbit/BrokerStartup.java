package io.framemill.protocol.broker.rabbit;

import io.framemill.protocol.broker.BrokerException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a broker that may not be up yet: retries with growing pauses. Thread-safe. */
public final class BrokerStartup {
  /** Limit for waiting without end. */
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private static final Logger log = LoggerFactory.getLogger(BrokerStartup.class);

  private final Duration limit;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param limit maximum wait; 0 for no wait, {@link #FOREVER} for no limit
   */
  public BrokerStartup(Duration limit) {
    this.limit = limit;
  }

  /**
   * Connects like {@link RabbitBroker#open}, and retries while no broker answers.
   *
   * @param opening opens the broker
   * @throws BrokerException if it refuses, or has not answered in time
   * @throws CancellationException if {@link #stop} was called
   */
  public RabbitBroker open(RabbitConfig config, Supplier<RabbitBroker> opening) {
    long begun = System.nanoTime();
    for (int failures = 1; ; failures++) {
      try {
        return opening.get();
      } catch (BrokerException e) {
        Duration waited = Duration.ofNanos(System.nanoTime() - begun);
        if (!e.isUnreachable() || waited.compareTo(limit) >= 0) {
          throw e;
        }
        if (failures == 1) {
          log.warn("{} Waiting for it{}", e.getMessage(), atMost());
        }
        pauseFor(shorter(config.backoff().after(failures), limit.minus(waited)));
      }
    }
  }

  /** Ends the waiting, current or future. */
  public void stop() {
    stopped.countDown();
  }

  private void pauseFor(Duration pause) {
    try {
      if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CancellationException("Stopped while waiting for the broker");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while waiting for the broker");
    }
  }

  private String atMost() {
    return limit.equals(FOREVER) ? "" : ", for " + limit.toSeconds() + " s at most";
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
