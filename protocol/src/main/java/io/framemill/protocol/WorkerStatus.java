package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A worker as a person sees it at one moment. Its texts are made printable.
 *
 * @param worker its id, such as {@code host-4711}
 * @param host name of its machine
 * @param release its Framemill version
 * @param slots tasks that it runs at a time
 * @param busySlots those that ran one when it was last heard of
 * @param state whether it took tasks then
 * @param stateReason why it rested then, one line; null unless it did
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
