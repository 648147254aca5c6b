package io.framemill.worker.cli;

import io.framemill.worker.slot.Signals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** SIGTERM and SIGINT: the first asks for a stop, the second interrupts the thread that stops. */
final class StopSignals {
  private final Thread stopping;
  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicInteger received = new AtomicInteger();

  private StopSignals(Thread stopping) {
    this.stopping = stopping;
  }

  /** From now on these signals do not end the process; the calling thread is the one that stops. */
  static StopSignals install() {
    StopSignals signals = new StopSignals(Thread.currentThread());
    Signals.handle("TERM", signals::receive);
    Signals.handle("INT", signals::receive);
    return signals;
  }

  /**
   * Waits for the first signal.
   *
   * @throws InterruptedException at the second
   */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  private void receive() {
    first.countDown();
    if (received.incrementAndGet() > 1) {
      stopping.interrupt();
    }
  }
}
