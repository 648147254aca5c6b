package io.framemill.cli.console;

import io.framemill.worker.slot.Signals;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** SIGTERM and SIGINT: the first asks for a stop, the second interrupts the thread that stops. */
public final class StopSignals {
  private final Thread stopping;
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final AtomicInteger received = new AtomicInteger();

  private StopSignals(Thread stopping) {
    this.stopping = stopping;
  }

  /** From now on these signals do not end the process; the calling thread is the one that stops. */
  public static StopSignals install() {
    StopSignals signals = new StopSignals(Thread.currentThread());
    Signals.handle("TERM", signals::receive);
    Signals.handle("INT", signals::receive);
    return signals;
  }

  /** Runs something at the first signal, or at once if that has come. */
  public void atFirst(Runnable action) {
    CompletableFuture<Void> unused = first.thenRun(action);
  }

  /**
   * Waits for the first signal, or for something else that is a reason to stop.
   *
   * @throws InterruptedException at the second
   */
  public void awaitFirstOr(CompletableFuture<?> other) throws InterruptedException {
    try {
      CompletableFuture.anyOf(first, other).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void receive() {
    first.complete(null);
    if (received.incrementAndGet() > 1) {
      stopping.interrupt();
    }
  }
}
