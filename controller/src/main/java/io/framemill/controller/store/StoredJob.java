package io.framemill.controller.store;

import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import org.jspecify.annotations.Nullable;

/**
 * A row of the job table.
 *
 * @param name the source's file name
 * @param source storage key of the source
 * @param output storage key of the output directory
 * @param failure one line; null unless it failed
 * @param createdMillis when it was submitted, epoch
 * @param endedMillis when it ended, epoch; null while it has not
 * @param firstAttempt reports of attempts below this number belong to a run before a retry
 * @param media what the inspection saw; null before
 * @param summary of its tasks; null unless it has ended
 */
public record StoredJob(
    JobId id,
    String name,
    String source,
    String output,
    Profile profile,
    int priority,
    JobState state,
    @Nullable String failure,
    long createdMillis,
    @Nullable Long endedMillis,
    int firstAttempt,
    @Nullable MediaInfo media,
    @Nullable JobSummary summary) {

  /** The job in its last state. */
  public StoredJob ended(
      JobState newState, @Nullable String newFailure, long atMillis, JobSummary newSummary) {
    return with(state.to(newState), newFailure, atMillis, firstAttempt, media, newSummary);
  }

  /** The job without what is only of use until it ends. */
  public StoredJob withoutMedia() {
    return with(state, failure, endedMillis, firstAttempt, null, summary);
  }

  /** The job with its source known, running. */
  public StoredJob running(MediaInfo newMedia) {
    return with(state.to(JobState.RUNNING), null, null, firstAttempt, newMedia, null);
  }

  /** The job to be inspected again, with what is known of its source kept to compare. */
  public StoredJob resumed(int newFirstAttempt) {
    return with(state.to(JobState.ACCEPTED), null, null, newFirstAttempt, media, null);
  }

  /** The job as if just accepted, with attempts counted from a higher number. */
  public StoredJob restarted(int newFirstAttempt) {
    return with(state.to(JobState.ACCEPTED), null, null, newFirstAttempt, null, null);
  }

  /** With all that can change. */
  private StoredJob with(
      JobState newState,
      @Nullable String newFailure,
      @Nullable Long newEndedMillis,
      int newFirstAttempt,
      @Nullable MediaInfo newMedia,
      @Nullable JobSummary newSummary) {
    return new StoredJob(
        id,
        name,
        source,
        output,
        profile,
        priority,
        newState,
        newFailure,
        createdMillis,
        newEndedMillis,
        newFirstAttempt,
        newMedia,
        newSummary);
  }
}
