package io.framemill.protocol.broker.rabbit;

import io.framemill.protocol.Backoff;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.DaemonThreads;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores lost connections and channels, in its own thread. It compares the actual with the
 * desired state, whatever the cause was, and retries with growing pauses until nothing is missing.
 */
final class ConnectionRecovery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ConnectionRecovery.class);

  private final Backoff backoff;
  private final BooleanSupplier whole;
  private final Runnable repair;
  private final Semaphore trouble = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param whole whether nothing is missing
   * @param repair restores what is missing, or throws {@link BrokerException}
   */
  ConnectionRecovery(Backoff backoff, BooleanSupplier whole, Runnable repair) {
    this.backoff = backoff;
    this.whole = whole;
    this.repair = repair;
    this.thread = new DaemonThreads("rabbit-recovery").newThread(this::run);
  }

  void start() {
    thread.start();
  }

  /** Triggers a check. Returns at once. */
  void look() {
    trouble.release();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed) {
        trouble.acquire();
        trouble.drainPermits();
        repairAll();
      }
    } catch (InterruptedException e) {
      log.debug("Recovery ends: the broker was closed");
    }
  }

  private void repairAll() throws InterruptedException {
    String lastFailure = "";
    for (int tries = 1; !closed && !whole.getAsBoolean(); tries++) {
      Thread.sleep(backoff.after(tries).toMillis());
      try {
        repair.run();
      } catch (BrokerException e) {
        lastFailure = warnOnChange(String.valueOf(e.getMessage()), lastFailure);
      } catch (RuntimeException e) {
        lastFailure = warnOnChange("Unexpected " + e, lastFailure);
        log.debug("Unexpected while restoring the broker", e);
      }
    }
  }

  private static String warnOnChange(String failure, String last) {
    if (!failure.equals(last)) {
      log.warn("{}; trying again", failure);
    }
    return failure;
  }
}
