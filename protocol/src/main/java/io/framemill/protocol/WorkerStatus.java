package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a worker for users. Its texts are made printable.
 *
 * @param worker its id, such as {@code host-4711}
 * @param host name of its machine
 * @param release its Framemill version
 * @param slots number of tasks that it runs at the same time
 * @param busySlots slots that ran a task at the last heartbeat
 * @param state state at the last heartbeat
 * @param stateReason why it was quarantined then, one line; null unless it was
 * @param framesPerSecond pictures encoded per second over the last seconds, counted once for all
 *     renditions; 0 while unknown
 * @param lastSeenEpochMillis time of the last heartbeat
 */
public record WorkerStatus(
    String worker,
    String host,
    String release,
    int slots,
    int busySlots,
    WorkerState state,
    @Nullable String stateReason,
    double framesPerSecond,
    long lastSeenEpochMillis) {
  public WorkerStatus {
    worker = PrintableText.of(Objects.requireNonNull(worker, "worker"));
    host = PrintableText.of(Objects.requireNonNull(host, "host"));
    release = PrintableText.of(Objects.requireNonNull(release, "release"));
    Objects.requireNonNull(state, "state");
    stateReason = stateReason == null ? null : PrintableText.of(stateReason);
  }
}
