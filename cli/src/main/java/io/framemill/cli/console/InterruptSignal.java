package io.framemill.cli.console;

import io.framemill.worker.slot.Signals;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: the first asks to end in good order, the second ends at once. For the rest of
 * the process's life.
 */
public final class InterruptSignal {
  private final AtomicBoolean raised = new AtomicBoolean();
  private final Runnable onFirst;

  private InterruptSignal(Runnable onFirst) {
    this.onFirst = onFirst;
  }

  /**
   * Listens to both signals from now on.
   *
   * @param onFirst called once, on a thread of its own
   */
  public static InterruptSignal listen(Runnable onFirst) {
    InterruptSignal interruption = new InterruptSignal(onFirst);
    Signals.handle("INT", interruption::raise);
    Signals.handle("TERM", interruption::raise);
    return interruption;
  }

  /** Whether a signal has come. */
  public boolean isRaised() {
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
