package io.framemill.protocol;

import java.util.Objects;

/**
 * A worker as a person sees it at one moment.
 *
 * @param worker its id, such as {@code host-4711}
 * @param host name of its machine
 * @param release its Framemill version
 * @param slots tasks that it runs at a time
 * @param busySlots those that ran one when it was last heard of
 * @param framesPerSecond pictures encoded per second over the last seconds, each counted once
 *     however many renditions; 0 while unknown
 * @param lastSeenEpochMillis when it was last heard of
 */
public record WorkerStatus(
    String worker,
    String host,
    String release,
    int slots,
    int busySlots,
    double framesPerSecond,
    long lastSeenEpochMillis) {
  public WorkerStatus {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(release, "release");
  }
}
