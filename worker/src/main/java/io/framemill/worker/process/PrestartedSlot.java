package io.framemill.worker.process;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The process of a slot that starts before anyone knows what for. It has no logger: to set up
 * logging takes as long as a tenth of a slot's start. Any thread may call it.
 */
public final class PrestartedSlot {
  private static final AtomicReference<@Nullable Started> STARTED = new AtomicReference<>();

  private PrestartedSlot() {}

  /**
   * Starts the process of the next slot already, for a program that has other things to do before
   * it knows more of its slots. The next {@link SlotProcess#start} takes it, or ends it if that is
   * for another command; it ends with this JVM if there is none.
   *
   * @throws IOException if the program cannot be started
   */
  public static void start(SlotCommand command) throws IOException {
    STARTED.set(new Started(command, command.start("slot-ahead")));
  }

  /** The process that was started ahead by this command, once; null if there is none. */
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
