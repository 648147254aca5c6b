package io.framemill.worker.process;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A slot process that starts before its task is known. This class has no logger, because logging
 * setup takes a tenth of a slot's start. Any thread may call it.
 */
public final class PrestartedSlot {
  private static final AtomicReference<@Nullable Started> STARTED = new AtomicReference<>();

  private PrestartedSlot() {}

  /**
   * Starts the process of the next slot in advance, while the program still prepares. The next
   * {@link SlotProcess#start} takes it, or ends it if its command differs; otherwise it ends with
   * this JVM.
   *
   * @throws IOException if the program cannot be started
   */
  public static void start(SlotCommand command) throws IOException {
    STARTED.set(new Started(command, command.start("slot-ahead")));
  }

  /** Takes the prestarted process of this command, once; null if there is none. */
  static @Nullable Process take(SlotCommand command) {
    Started ahead = STARTED.getAndSet(null);
    if (ahead != null && !ahead.command.equals(command)) {
      ahead.process.destroyForcibly();
      return null;
    }
    return ahead == null ? null : ahead.process;
  }

  private record Started(SlotCommand command, Process process) {}
}
