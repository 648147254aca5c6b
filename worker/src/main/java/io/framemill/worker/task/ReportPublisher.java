package io.framemill.worker.task;

import io.framemill.protocol.Backoff;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes reports, with retries as long as this worker lives. Thread-safe. */
final class ReportPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReportPublisher.class);
  private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);

  private final Broker broker;
  private final MessageCodec codec;
  private final AtomicBoolean failing = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  ReportPublisher(Broker broker, MessageCodec codec) {
    this.broker = broker;
    this.codec = codec;
  }

  /**
   * Publishes a report, with retries until the broker confirms it.
   *
   * @return false if this publisher was closed before that
   * @throws IllegalArgumentException if it is too large for a message
   */
  boolean publish(Report report) throws InterruptedException {
    return insist(() -> tryPublish(report));
  }

  /**
   * Retries an operation until it succeeds, with growing pauses.
   *
   * @param attempt whether it has succeeded
   * @return false if this publisher was closed before that
   */
  boolean insist(BooleanSupplier attempt) throws InterruptedException {
    for (int failures = 1; !attempt.getAsBoolean(); failures++) {
      if (closed.await(BACKOFF.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  /** Publishes a report once; false if the broker did not confirm it. */
  boolean tryPublish(Report report) {
    byte[] body = codec.encode(report);
    try {
      broker.publish(Queue.REPORTS, List.of(new Broker.Message(report.attempt().toString(), body)));
      if (failing.getAndSet(false)) {
        log.info("The broker takes reports again");
      }
      return true;
    } catch (BrokerException e) {
      if (!failing.getAndSet(true)) {
        log.warn("The broker does not take reports; they are kept and tried again", e);
      }
      return false;
    }
  }

  /** Ends all retries. */
  @Override
  public void close() {
    closed.countDown();
  }
}
