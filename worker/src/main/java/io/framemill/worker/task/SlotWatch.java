package io.framemill.worker.task;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides whether a slot that runs a task has to be ended. Used by one thread.
 *
 * <p>Silence is counted in waits that heard nothing, not on a clock: a supervisor that was itself
 * stopped for a minute must not blame its slots.
 */
final class SlotWatch {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final int WAITS_PER_SILENCE = 10;
  private static final long MEMORY_INTERVAL_NANOS = 1_000_000_000;
  private static final long BYTES_PER_MIB = 1 << 20;

  private final SlotLimits limits;
  private final Supplier<OptionalLong> residentBytes;
  private final LongSupplier nanoClock;
  private final Duration pause;
  private Duration silence = Duration.ZERO;
  private long memoryCheckedNanos;

  /**
   * @param residentBytes what the process holds now; empty if that cannot be told
   * @param nanoClock as {@link System#nanoTime}
   */
  SlotWatch(SlotLimits limits, Supplier<OptionalLong> residentBytes, LongSupplier nanoClock) {
    this.limits = limits;
    this.residentBytes = residentBytes;
    this.nanoClock = nanoClock;
    this.memoryCheckedNanos = nanoClock.getAsLong();
    Duration share = limits.silence().dividedBy(WAITS_PER_SILENCE);
    this.pause = share.compareTo(LONGEST_WAIT) < 0 ? share : LONGEST_WAIT;
  }

  /** How long to wait for the slot's next word before asking {@link #complaint} again. */
  Duration pause() {
    return pause;
  }

  /**
   * Takes note of one wait.
   *
   * @param heard whether the slot said something
   * @return why the slot has to be ended, one line for people; empty if all is well
   */
  Optional<String> complaint(boolean heard) {
    silence = heard ? Duration.ZERO : silence.plus(pause);
    if (silence.compareTo(limits.silence()) >= 0) {
      return Optional.of(
          "slot was ended: no progress for " + limits.silence().toMillis() / 1000.0 + " s");
    }
    long now = nanoClock.getAsLong();
    if (now - memoryCheckedNanos < MEMORY_INTERVAL_NANOS) {
      return Optional.empty();
    }
    memoryCheckedNanos = now;
    return overMemory();
  }

  private Optional<String> overMemory() {
    OptionalLong held = residentBytes.get();
    if (held.isEmpty() || held.getAsLong() <= limits.residentBytes()) {
      return Optional.empty();
    }
    return Optional.of(
        "slot was ended: it held "
            + held.getAsLong() / BYTES_PER_MIB
            + " MiB of memory, the limit is "
            + limits.residentBytes() / BYTES_PER_MIB
            + " MiB");
  }
}
