package io.framemill.controller.job;

import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.EncodedSegment;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import org.jspecify.annotations.Nullable;

/** Sums up a job for people. */
final class StatusView {
  private final Job job;
  private final String location;
  private final boolean hasPicture;
  private int leadingTasks;
  private long frames;
  private long mediaMillis;
  private double costDone;
  private double costTotal;
  private int done;

  private StatusView(Job job, String location) {
    this.job = job;
    this.location = location;
    this.hasPicture =
        job.tasks().stream().anyMatch(task -> task.task() instanceof Task.EncodeVideo);
    job.tasks().forEach(this::add);
  }

  /** A job's status, in the state that it has or that it had at an earlier event. */
  static JobStatus of(Job job, JobState state, String location) {
    return new StatusView(job, location).status(state);
  }

  /** Feeds the job's rates with its totals at this moment. */
  static void sample(Job job, long nowMillis) {
    StatusView view = new StatusView(job, "");
    job.meter().sample(nowMillis, view.frames, view.mediaMillis(), view.costDone);
  }

  /** Programme time that is encoded so far: of the picture, or of the sound if there is none. */
  static long mediaMillis(Job job) {
    return new StatusView(job, "").mediaMillis();
  }

  /** The chunks of the picture follow each other; tracks of sound each cover the whole. */
  private long mediaMillis() {
    return hasPicture ? mediaMillis : mediaMillis / Math.max(1, leadingTasks);
  }

  private void add(StoredTask task) {
    boolean leads =
        hasPicture
            ? task.task() instanceof Task.EncodeVideo
            : task.task() instanceof Task.EncodeAudio;
    leadingTasks += leads ? 1 : 0;
    TaskProgress progress = job.progressOf(task);
    costTotal += task.costSeconds();
    if (task.state() == TaskState.DONE) {
      done++;
      costDone += task.costSeconds();
      frames += framesOf(task);
      mediaMillis += leads ? task.mediaMillis() : 0;
    } else if (progress != null && task.mediaMillis() > 0) {
      costDone +=
          task.costSeconds() * Math.min(1, (double) progress.mediaMillis() / task.mediaMillis());
      frames += task.task() instanceof Task.EncodeVideo ? progress.frames() : 0;
      mediaMillis += leads ? progress.mediaMillis() : 0;
    }
  }

  private JobStatus status(JobState state) {
    StoredJob row = job.row();
    boolean ended = state.isEnd();
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
        job.tasks().size(),
        done,
        frames,
        totalFrames(row.media()),
        percent(state),
        ended ? 0 : job.meter().framesPerSecond(),
        ended ? 0 : job.meter().speed(),
        ended ? null : etaMillis());
  }

  private double percent(JobState state) {
    if (state == JobState.DONE) {
      return 100;
    }
    return state == JobState.ACCEPTED || costTotal == 0
        ? 0
        : Math.min(100, 100 * costDone / costTotal);
  }

  private @Nullable Long etaMillis() {
    double rate = job.meter().costPerMilli();
    return rate > 0 ? (long) ((costTotal - costDone) / rate) : null;
  }

  private static long framesOf(StoredTask task) {
    return task.result() instanceof TaskResult.VideoEncoded video
        ? video.renditions().get(0).segments().stream().mapToLong(EncodedSegment::frames).sum()
        : 0;
  }

  private long totalFrames(@Nullable MediaInfo media) {
    return job.tasks().stream()
        .map(StoredTask::task)
        .filter(Task.EncodeVideo.class::isInstance)
        .map(Task.EncodeVideo.class::cast)
        .findFirst()
        .map(task -> task.frameRate() == null ? packets(media, task) : pictures(task))
        .orElse(0L);
  }

  private static long pictures(Task.EncodeVideo task) {
    return task.outputTimes().pictureCount(task.timeline().endPts());
  }

  private static long packets(@Nullable MediaInfo media, Task.EncodeVideo task) {
    return media == null
        ? 0
        : media.video().stream()
            .filter(stream -> stream.index() == task.streamIndex())
            .findFirst()
            .map(MediaInfo.VideoStream::packets)
            .orElse(0L);
  }
}
