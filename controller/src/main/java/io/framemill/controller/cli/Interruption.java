package io.framemill.controller.cli;

import io.framemill.worker.slot.Signals;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: the first asks to end in good order, the second ends at once. For the rest of
 * the process's life.
 */
final class Interruption {
  private final AtomicBoolean raised = new AtomicBoolean();
  private final Runnable onFirst;

  private Interruption(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /**
   * Listens to both signals from now on.
   *
   * @param onFirst called once, on a thread of its own
   */
  static Interruption listen(Runnable onFirst) {
    Interruption interruption = new Interruption(onFirst);
    Signals.handle("INT", interruption::raise);
    Signals.handle("TERM", interruption::raise);
    return interruption;
  }

  /** Whether a signal has come. */
  boolean isRaised() {
    return raised.get();
  }

  private void raise() {
    if (raised.compareAndSet(false, true)) {
      onFirst.run();
    } else {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}
