package io.framemill.controller.job.state;

import io.framemill.controller.store.JobSummary;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.media.MediaInfo;
import org.jspecify.annotations.Nullable;

/** Builds the status of a job. */
public final class JobStatusBuilder {
  private final Job job;
  private final TaskTotals tally;
  private final String location;
  private long frames;
  private long mediaMillis;
  private double costDone;

  private JobStatusBuilder(Job job, String location) {
    this.job = job;
    this.tally = job.tally();
    this.location = location;
    this.frames = tally.frames();
    this.mediaMillis = tally.leadingMillis();
    this.costDone = tally.costDone();
    job.running().forEach(this::add);
  }

  /** A job's status, with its current state or the state at an earlier event. */
  static JobStatus of(Job job, JobState state, String location) {
    return new JobStatusBuilder(job, location).status(state);
  }

  /** Adds the job's current totals to its progress meter. */
  static void sample(Job job, long nowMillis) {
    JobStatusBuilder view = new JobStatusBuilder(job, "");
    job.meter().sample(nowMillis, view.frames, view.mediaMillis(), view.costDone);
  }

  /** Encoded programme time so far: of the video, or of the sound if there is no video. */
  public static long mediaMillis(Job job) {
    return new JobStatusBuilder(job, "").mediaMillis();
  }

  /** Chunks of the video follow each other; each track of sound covers the whole. */
  private long mediaMillis() {
    return tally.hasPicture() ? mediaMillis : mediaMillis / Math.max(1, tally.leadingTasks());
  }

  private void add(String name, TaskProgress progress) {
    StoredTask task = job.task(name);
    if (task == null || task.mediaMillis() == 0) {
      return;
    }
    boolean leads = tally.leads(task);
    costDone +=
        task.costSeconds() * Math.min(1, (double) progress.mediaMillis() / task.mediaMillis());
    frames += leads && tally.hasPicture() ? progress.frames() : 0;
    mediaMillis += leads ? progress.mediaMillis() : 0;
  }

  /** The part of a job that stays in memory when its tasks are dropped. */
  public static JobSummary summary(Job job, JobState last) {
    return new JobStatusBuilder(job, "").summary(last);
  }

  private JobSummary summary(JobState state) {
    return new JobSummary(
        job.row().media() != null,
        job.lastAttempt(),
        tally.tasks(),
        tally.done(),
        frames,
        totalFrames(job.row().media()),
        percent(state));
  }

  private JobStatus status(JobState state) {
    StoredJob row = job.row();
    boolean ended = state.isEnd();
    JobSummary sums = row.summary() == null ? summary(state) : row.summary();
    return new JobStatus(
        row.id(),
        row.name(),
        row.profile().name(),
        state,
        row.priority(),
        location,
        state == JobState.FAILED ? row.failure() : null,
        row.createdMillis(),
        ended ? row.endedMillis() : null,
        sums.tasks(),
        sums.tasksDone(),
        sums.frames(),
        sums.totalFrames(),
        sums.percent(),
        ended ? 0 : job.meter().framesPerSecond(),
        ended ? 0 : job.meter().speed(),
        ended ? null : etaMillis());
  }

  private double percent(JobState state) {
    if (state == JobState.DONE) {
      return 100;
    }
    return state == JobState.ACCEPTED || tally.cost() == 0
        ? 0
        : Math.min(100, 100 * costDone / tally.cost());
  }

  private @Nullable Long etaMillis() {
    double rate = job.meter().costPerMilli();
    return rate > 0 ? (long) ((tally.cost() - costDone) / rate) : null;
  }

  private long totalFrames(@Nullable MediaInfo media) {
    return StoredTask.work(job.tasks(), EncodeVideo.class)
        .findFirst()
        .map(task -> task.frameRate() == null ? packets(media, task) : pictures(task))
        .orElse(0L);
  }

  private static long pictures(EncodeVideo task) {
    return task.outputTimes().pictureCount(task.timeline().endPts());
  }

  private static long packets(@Nullable MediaInfo media, EncodeVideo task) {
    return media == null ? 0 : media.videoStream(task.video().streamIndex()).pictures().shown();
  }
}
