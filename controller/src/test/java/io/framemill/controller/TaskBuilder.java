package io.framemill.controller;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;

/** Builds first attempts at tasks, and their rows, as planned at position 0. */
public final class TaskBuilder {
  private final Task task;
  private int position;
  private double costSeconds = 1;
  private long mediaMillis = 1;

  private TaskBuilder(Task task) {
    this.task = task;
  }

  public static TaskBuilder anInspection(JobId job, String name) {
    return new TaskBuilder(new Task.Inspect(new Attempt(job, name, 1), "film.mp4", null));
  }

  /** One segment of 4 s of a film of 24 s, in 360p. */
  public static TaskBuilder aChunk(JobId job, String name, int firstSegment) {
    return new TaskBuilder(chunk(job, name, firstSegment)).mediaMillis(4_000);
  }

  /** The task of {@link #aChunk}. */
  public static EncodeVideo chunk(JobId job, String name, int firstSegment) {
    return new EncodeVideo(
        new Attempt(job, name, 1),
        "film",
        "film",
        new EncodeVideo.Source(0, Geometry.of(640, 360), MediaInfo.Color.BT709, false),
        new Timeline(Media.TIME_BASE, 0, 24L * Media.TIME_BASE.denominator(), 4_000),
        null,
        new EncodeVideo.Chunk(firstSegment, 1, false, List.of()),
        new EncodeVideo.Ladder(List.of(new VideoRendition("360p", 640, 360, Media.encode(360)))));
  }

  public TaskBuilder position(int value) {
    position = value;
    return this;
  }

  public TaskBuilder costSeconds(double value) {
    costSeconds = value;
    return this;
  }

  public TaskBuilder mediaMillis(long value) {
    mediaMillis = value;
    return this;
  }

  public StoredTask build() {
    return StoredTask.planned(task, position, costSeconds, mediaMillis);
  }
}
