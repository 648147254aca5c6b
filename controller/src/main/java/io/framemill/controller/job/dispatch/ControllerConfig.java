package io.framemill.controller.job.dispatch;

import io.framemill.controller.plan.CostLimit;
import java.time.Duration;

/**
 * How a controller decides.
 *
 * @param assumedSlots slots to plan for while fewer have announced themselves, from 1
 * @param windowPerSlot tasks on the queue or running for each slot: one runs, the others wait
 *     beside it; with more than a hundred slots fewer wait
 * @param failureLimit a task that failed so often fails its job
 * @param transientFailureLimit the same where the failure is of the surroundings, such as a full
 *     disk: with the pauses in between it is a matter of minutes
 * @param lossLimit a task that was lost with its worker so often fails its job
 * @param firstRetryDelay pause after the first transient failure; doubles with each
 * @param rest how long a worker takes no tasks that keeps failing where others succeed
 * @param workerTimeout a worker or an attempt that has not been heard of for this time counts as
 *     gone: five announcements of a worker
 * @param costLimit the most work that a job may be
 */
public record ControllerConfig(
    int assumedSlots,
    int windowPerSlot,
    int failureLimit,
    int transientFailureLimit,
    int lossLimit,
    Duration firstRetryDelay,
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

  /** The defaults, for a number of slots that is known from the start. */
  public static ControllerConfig forSlots(int assumedSlots) {
    return new ControllerConfig(
        assumedSlots,
        2,
        3,
        8,
        5,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10),
        CostLimit.NONE);
  }

  /** With a limit on the work of a job. */
  public ControllerConfig withCostLimit(CostLimit limit) {
    return new ControllerConfig(
        assumedSlots,
        windowPerSlot,
        failureLimit,
        transientFailureLimit,
        lossLimit,
        firstRetryDelay,
        rest,
        workerTimeout,
        limit);
  }
}
