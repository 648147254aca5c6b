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
 * @param media result of the inspection; null before
 * @param summary summary of its tasks; null unless it has ended
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

  /** Ended with a final state. */
  public StoredJob ended(
      JobState newState, @Nullable String newFailure, long atMillis, JobSummary newSummary) {
    return with(state.to(newState), newFailure, atMillis, firstAttempt, media, newSummary);
  }

  /** Without data that is only used until the job ends. */
  public StoredJob withoutMedia() {
    return with(state, failure, endedMillis, firstAttempt, null, summary);
  }

  /** Running, with the result of the inspection. */
  public StoredJob running(MediaInfo newMedia) {
    return with(state.to(JobState.RUNNING), null, null, firstAttempt, newMedia, null);
  }

  /** To be inspected again; the previous inspection is kept for comparison. */
  public StoredJob resumed(int newFirstAttempt) {
    return with(state.to(JobState.ACCEPTED), null, null, newFirstAttempt, media, null);
  }

  /** As if just accepted, with attempts numbered from a higher number. */
  public StoredJob restarted(int newFirstAttempt) {
    return with(state.to(JobState.ACCEPTED), null, null, newFirstAttempt, null, null);
  }

  /** Copies the row with all columns that can change. */
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
