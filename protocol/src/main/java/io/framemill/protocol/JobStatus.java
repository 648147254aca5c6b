package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a job for users. Name and failure are made printable.
 *
 * @param job its id
 * @param name the source's file name
 * @param profile the profile's name
 * @param state its state
 * @param priority 0 to 100, higher runs first
 * @param output where the output is or will be: a path, or a storage key for a remote controller
 * @param failure why it failed, one line; null unless {@link JobState#FAILED}
 * @param createdEpochMillis when it was submitted
 * @param endedEpochMillis when it ended; null while it has not
 * @param tasks tasks planned so far
 * @param tasksDone tasks finished
 * @param frames pictures encoded so far, counted once for all renditions
 * @param totalFrames pictures expected; 0 while unknown or without video
 * @param percent 0 to 100
 * @param framesPerSecond current rate; 0 while unknown
 * @param speed programme seconds encoded per second; 0 while unknown
 * @param etaMillis estimated time to the end; null while unknown
 */
public record JobStatus(
    JobId job,
    String name,
    String profile,
    JobState state,
    int priority,
    String output,
    @Nullable String failure,
    long createdEpochMillis,
    @Nullable Long endedEpochMillis,
    int tasks,
    int tasksDone,
    long frames,
    long totalFrames,
    double percent,
    double framesPerSecond,
    double speed,
    @Nullable Long etaMillis) {
  public JobStatus {
    Objects.requireNonNull(job, "job");
    name = PrintableText.of(Objects.requireNonNull(name, "name"));
    Objects.requireNonNull(profile, "profile");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(output, "output");
    failure = failure == null ? null : PrintableText.of(failure);
  }
}
