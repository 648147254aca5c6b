package io.framemill.controller.job.state;

import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.EncodedSegment;
import org.jspecify.annotations.Nullable;

/**
 * Sums over all tasks of a job, updated with each change: a status is read several times a second,
 * and a film has thousands of tasks. Owned by the controller's thread.
 */
public final class TaskTotals {
  /** Where several tasks share the ladder of a chunk, the task with this rendition counts. */
  private @Nullable String example;

  private int tasks;
  private int done;
  private int videoTasks;
  private int audioTasks;
  private long frames;
  private long held;
  private long videoMillis;
  private long audioMillis;
  private double cost;
  private double costDone;

  void add(StoredTask task) {
    count(task, 1);
  }

  /** Reverts {@link #add} of the same record. */
  void remove(StoredTask task) {
    count(task, -1);
  }

  private void count(StoredTask task, int sign) {
    if (example == null && task.task() instanceof EncodeVideo video) {
      example = video.renditions().get(0).name();
    }
    boolean isVideo = showsPicture(task);
    boolean isAudio = task.task() instanceof Task.EncodeAudio;
    tasks += sign;
    videoTasks += isVideo ? sign : 0;
    audioTasks += isAudio ? sign : 0;
    cost += sign * task.costSeconds();
    if (task.state() == TaskState.DONE) {
      done += sign;
      frames += isVideo ? sign * (frames(task) - held(task)) : 0;
      held += isVideo ? sign * held(task) : 0;
      videoMillis += isVideo ? sign * task.mediaMillis() : 0;
      audioMillis += isAudio ? sign * task.mediaMillis() : 0;
      costDone += sign * task.costSeconds();
    }
  }

  private boolean showsPicture(StoredTask task) {
    return task.task() instanceof EncodeVideo video
        && video.renditions().stream().anyMatch(rendition -> rendition.name().equals(example));
  }

  /**
   * Whether a task measures the progress of the programme: chunks of the video, or sound if there
   * is no video.
   */
  boolean leads(StoredTask task) {
    return hasPicture() ? showsPicture(task) : task.task() instanceof Task.EncodeAudio;
  }

  private static long frames(StoredTask task) {
    return task.result() instanceof TaskResult.VideoEncoded video
        ? video.renditions().get(0).segments().stream().mapToLong(EncodedSegment::frames).sum()
        : 0;
  }

  private static long held(StoredTask task) {
    return task.result() instanceof TaskResult.VideoEncoded video ? video.frames().held() : 0;
  }

  int tasks() {
    return tasks;
  }

  int done() {
    return done;
  }

  boolean hasPicture() {
    return videoTasks > 0;
  }

  /** Number of tasks for which {@link #leads} is true. */
  int leadingTasks() {
    return hasPicture() ? videoTasks : audioTasks;
  }

  /** Sum of the programme time of the leading tasks that are done, in milliseconds. */
  long leadingMillis() {
    return hasPicture() ? videoMillis : audioMillis;
  }

  /** Encoded pictures, without those that repeat the last picture until the end. */
  long frames() {
    return frames;
  }

  /** Pictures that repeat the last picture until the end. */
  public long heldFrames() {
    return held;
  }

  /** Estimated core seconds of all tasks. */
  double cost() {
    return cost;
  }

  /** Estimated core seconds of the tasks that are done. */
  double costDone() {
    return costDone;
  }
}
