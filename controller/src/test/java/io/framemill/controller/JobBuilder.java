package io.framemill.controller;

import io.framemill.controller.store.StoredJob;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.media.MediaInfo;
import org.jspecify.annotations.Nullable;

/** Builds rows of jobs; unless a test says otherwise, accepted, of priority 50, from 360p. */
public final class JobBuilder {
  private final JobId id;
  private String source = "film.mp4";
  private int priority = 50;
  private JobState state = JobState.ACCEPTED;
  private long createdMillis = 1;
  private int firstAttempt = 1;
  private @Nullable MediaInfo media;

  private JobBuilder(JobId id) {
    this.id = id;
  }

  public static JobBuilder aJob(String id) {
    return new JobBuilder(new JobId(id));
  }

  public JobBuilder source(String key) {
    source = key;
    return this;
  }

  public JobBuilder priority(int value) {
    priority = value;
    return this;
  }

  /** Running, before its source was inspected. */
  public JobBuilder running() {
    state = JobState.RUNNING;
    return this;
  }

  public JobBuilder running(MediaInfo inspected) {
    media = inspected;
    return running();
  }

  public JobBuilder createdMillis(long epochMillis) {
    createdMillis = epochMillis;
    return this;
  }

  public JobBuilder firstAttempt(int number) {
    firstAttempt = number;
    return this;
  }

  public StoredJob build() {
    return new StoredJob(
        id,
        "film.mp4",
        source,
        id.value(),
        Media.profile(360),
        priority,
        state,
        null,
        createdMillis,
        null,
        firstAttempt,
        media,
        null);
  }
}
