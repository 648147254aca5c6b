package io.framemill.controller.plan;

import io.framemill.protocol.Task;

/**
 * A task and its estimated cost.
 *
 * @param task the task, as attempt 1
 * @param costSeconds seconds of one core, by {@link CostModel}
 * @param mediaMillis programme time that it covers
 */
public record PlannedTask(Task task, double costSeconds, long mediaMillis) {}
