package io.framemill.worker.process;

import io.framemill.worker.slot.SlotReply;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tracks the replies of a slot to one request, until the final one. Used by one thread. */
final class SlotDialogue {
  private final Consumer<SlotReply.Progressed> listener;
  private final LongSupplier nanoClock;
  private long startedNanos;

  /**
   * @param nanoClock as {@link System#nanoTime}
   */
  SlotDialogue(Consumer<SlotReply.Progressed> listener, LongSupplier nanoClock) {
    this.listener = listener;
    this.nanoClock = nanoClock;
    this.startedNanos = nanoClock.getAsLong();
  }

  /** Handles a reply; returns the outcome if it is the final one. */
  Optional<SlotOutcome> hear(SlotReply reply) {
    return reply.fold(
        ready -> {
          startedNanos = nanoClock.getAsLong();
          return Optional.empty();
        },
        progressed -> {
          listener.accept(progressed);
          return Optional.empty();
        },
        completed -> Optional.of(new SlotOutcome.Done(completed.result(), elapsedMillis())),
        failed -> Optional.of(new SlotOutcome.Failed(failed.kind(), failed.reason())));
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - startedNanos);
  }
}
