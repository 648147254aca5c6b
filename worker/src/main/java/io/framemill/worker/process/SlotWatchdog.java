package io.framemill.worker.process;

import io.framemill.protocol.FailureKind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Watchdog of a slot that runs a task: decides whether it must be killed. Used by one thread.
 *
 * <p>Silence is counted in waits without a reply, not by a clock: a supervisor that was itself
 * suspended for a minute must not blame its slots.
 */
final class SlotWatchdog {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final int WAITS_PER_SILENCE = 10;

  /** A silence is attributed to the source if CPU time was at least 1 part in this many of it. */
  private static final int COMPUTING_SHARE = 2;

  private static final long USAGE_INTERVAL_NANOS = 1_000_000_000;
  private static final long BYTES_PER_MIB = 1 << 20;

  private final SlotLimits limits;
  private final ProcessUsage usage;
  private final LongSupplier nanoClock;
  private final boolean isInspection;
  private final Duration pause;
  private final long writtenBefore;
  private Duration silence = Duration.ZERO;

  /** CPU time at the last progress; empty if unknown, and before the slot has started. */
  private Optional<Duration> cpuTimeBefore = Optional.empty();

  private Duration running = Duration.ZERO;
  private long lastNanos;
  private long usageCheckedNanos;

  /**
   * Starts to watch a task.
   *
   * @param usage resource usage of the process
   * @param nanoClock as {@link System#nanoTime}
   * @param isInspection whether the task is an inspection, whose work depends on the source alone
   * @param hasStarted whether the slot has started already: computation during the start is not
   *     caused by the source. Otherwise the first reply tells that it has started
   */
  SlotWatchdog(
      SlotLimits limits,
      ProcessUsage usage,
      LongSupplier nanoClock,
      boolean isInspection,
      boolean hasStarted) {
    this.limits = limits;
    this.usage = usage;
    this.nanoClock = nanoClock;
    this.isInspection = isInspection;
    this.lastNanos = nanoClock.getAsLong();
    this.usageCheckedNanos = lastNanos;
    this.writtenBefore = usage.writtenBytes().orElse(0);
    if (hasStarted) {
      noteCpuTime();
    }
    Duration share = limits.silence().dividedBy(WAITS_PER_SILENCE);
    this.pause = share.compareTo(LONGEST_WAIT) < 0 ? share : LONGEST_WAIT;
  }

  /** How long to wait for the slot's next reply before calling {@link #complaint} again. */
  Duration pause() {
    return pause;
  }

  /**
   * Records one wait.
   *
   * @param heard whether the slot replied
   * @return why the slot must be killed; empty if it need not be
   */
  Optional<SlotOutcome.Died> complaint(boolean heard) {
    if (heard) {
      silence = Duration.ZERO;
      noteCpuTime();
    } else {
      silence = silence.plus(pause);
    }
    if (silence.compareTo(limits.silence()) >= 0) {
      return silent();
    }
    long now = nanoClock.getAsLong();
    countTime(now);
    if (running.compareTo(limits.taskTime()) >= 0) {
      return died("its task ran for " + words(limits.taskTime()) + ", the limit (--task-time)");
    }
    if (now - usageCheckedNanos < USAGE_INTERVAL_NANOS) {
      return Optional.empty();
    }
    usageCheckedNanos = now;
    return overMemory().or(this::overOutput);
  }

  /** A wait that took much longer than requested was a suspension of this process. */
  private void countTime(long now) {
    Duration most = pause.multipliedBy(2);
    Duration passed = Duration.ofNanos(now - lastNanos);
    running = running.plus(passed.compareTo(most) < 0 ? passed : most);
    lastNanos = now;
  }

  private void noteCpuTime() {
    if (isInspection) {
      cpuTimeBefore = usage.cpuTime();
    }
  }

  /**
   * The failure of a silent slot. An inspection that waited for a disk or a processor is retried.
   * One that used a processor most of the time was kept busy by the source, and would be on any
   * worker: for example by a hundred thousand tags, each of which libavutil compares with all
   * others.
   */
  private Optional<SlotOutcome.Died> silent() {
    Duration computed =
        cpuTimeBefore
            .flatMap(before -> usage.cpuTime().map(now -> now.minus(before)))
            .orElse(Duration.ZERO);
    if (computed.multipliedBy(COMPUTING_SHARE).compareTo(limits.silence()) < 0) {
      return died("no progress for " + seconds(limits.silence()));
    }
    return Optional.of(
        new SlotOutcome.Died(
            FailureKind.BAD_INPUT,
            "slot was ended: its inspection computed for "
                + seconds(computed)
                + " in "
                + seconds(limits.silence())
                + " without progress: the source asks for too much, such as more tags than any film"
                + " has"));
  }

  private Optional<SlotOutcome.Died> overMemory() {
    OptionalLong held = usage.residentBytes();
    if (held.isEmpty() || held.getAsLong() <= limits.residentBytes()) {
      return Optional.empty();
    }
    return died(
        "it held "
            + mebibytes(held.getAsLong())
            + " of memory, the limit is "
            + mebibytes(limits.residentBytes())
            + " (--slot-memory)");
  }

  /** The task would exceed the limit again on a retry. */
  private Optional<SlotOutcome.Died> overOutput() {
    long written = usage.writtenBytes().orElse(0) - writtenBefore;
    if (written <= limits.writtenBytes()) {
      return Optional.empty();
    }
    return Optional.of(
        new SlotOutcome.Died(
            FailureKind.BAD_INPUT,
            "slot was ended: its task wrote "
                + mebibytes(written)
                + ", the limit is "
                + mebibytes(limits.writtenBytes())
                + " (--task-output)"));
  }

  private static Optional<SlotOutcome.Died> died(String why) {
    return Optional.of(new SlotOutcome.Died("slot was ended: " + why));
  }

  private static String mebibytes(long bytes) {
    return bytes / BYTES_PER_MIB + " MiB";
  }

  /** Formats a duration, such as {@code 6 h} or {@code 90 s}. */
  private static String words(Duration time) {
    return time.toHours() > 0 && time.equals(Duration.ofHours(time.toHours()))
        ? time.toHours() + " h"
        : seconds(time);
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1000.0 + " s";
  }
}
