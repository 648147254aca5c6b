package io.framemill.controller.job.dispatch;

import io.framemill.controller.plan.CostLimit;
import io.framemill.protocol.Backoff;
import java.time.Duration;

/**
 * Settings of a controller's scheduling and retries.
 *
 * @param assumedSlots slots to plan for while fewer have announced themselves, from 1
 * @param windowPerSlot tasks on the queue or running for each slot: one runs, the others wait
 *     beside it; fewer wait beyond a hundred slots
 * @param failureLimit number of failures of one task that fails its job
 * @param transientFailureLimit the same for transient failures, such as a full disk: with the
 *     pauses in between this takes minutes
 * @param lossLimit number of times that a task is lost with its worker before its job fails
 * @param backoff pauses after the transient failures of a task
 * @param rest how long a worker is quarantined whose tasks keep failing while those of others
 *     succeed
 * @param workerTimeout a worker or an attempt that has not been heard of for this time counts as
 *     gone: five announcements of a worker
 * @param costLimit the maximum work of a job
 */
public record ControllerConfig(
    int assumedSlots,
    int windowPerSlot,
    int failureLimit,
    int transientFailureLimit,
    int lossLimit,
    Backoff backoff,
    Duration rest,
    Duration workerTimeout,
    CostLimit costLimit) {
  public ControllerConfig {
    if (Math.min(assumedSlots, windowPerSlot) < 1
        || Math.min(failureLimit, transientFailureLimit) < 1
        || lossLimit < 1) {
      throw new IllegalArgumentException("all limits are at least 1");
    }
  }

  /** The defaults for a fixed number of slots. */
  public static ControllerConfig forSlots(int assumedSlots) {
    return forSlots(assumedSlots, CostLimit.NONE);
  }

  /** The defaults for a fixed number of slots, with a limit on the work of a job. */
  public static ControllerConfig forSlots(int assumedSlots, CostLimit limit) {
    return new ControllerConfig(
        assumedSlots,
        2,
        3,
        8,
        5,
        Backoff.ofMillis(1_000, 64_000),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        limit);
  }
}
