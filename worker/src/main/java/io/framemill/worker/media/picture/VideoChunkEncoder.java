package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodedRendition;
import io.framemill.protocol.FrameCount;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.Timeline;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.media.feedback.MediaProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one chunk into all its renditions, decoding it once. Not thread-safe. */
public final class VideoChunkEncoder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VideoChunkEncoder.class);

  private final Task.EncodeVideo task;
  private final ChunkPictures chunk;
  private final Pictures pictures;
  private final PictureScaler scaler;
  private final List<VideoTrack> tracks = new ArrayList<>();

  private VideoChunkEncoder(
      Task.EncodeVideo task, ChunkPictures chunk, Pictures pictures, PictureScaler scaler) {
    this.task = task;
    this.chunk = chunk;
    this.pictures = pictures;
    this.scaler = scaler;
  }

  /**
   * Runs the task from its beginning to its end.
   *
   * @param chunks where the pictures come from
   */
  public static TaskResult.VideoEncoded run(
      ChunkSource chunks, Task.EncodeVideo task, Path source, Path output, MediaProgress progress) {
    try (ChunkPictures chunk = chunks.open(source, task, progress);
        Deinterlacer deinterlacer = new Deinterlacer(chunk, task);
        FrameRateConverter converter =
            new FrameRateConverter(chunk, task.deinterlace() ? deinterlacer : chunk, task);
        PictureScaler scaler = new PictureScaler(task);
        VideoChunkEncoder encoder =
            new VideoChunkEncoder(task, chunk, converter.pictures(), scaler)) {
      encoder.openTracks(output);
      encoder.encodeAll(progress);
      TaskResult.VideoEncoded result = encoder.finish(progress);
      chunks.keep(source, task, chunk);
      return result;
    }
  }

  private void openTracks(Path output) {
    for (VideoRendition rendition : task.renditions()) {
      tracks.add(VideoTrack.open(task, rendition, output, chunk.stream()));
    }
  }

  private void encodeAll(MediaProgress progress) {
    Timeline timeline = task.outputTimes().timeline();
    long start = timeline.segmentStartPts(task.firstSegment());
    long frames = 0;
    while (pictures.next()) {
      long pts = pictures.picture().get().pts();
      scaler.push(pictures.picture());
      for (int i = 0; i < tracks.size(); i++) {
        scaler.pull(i, tracks.get(i).picture());
        tracks.get(i).encode();
        progress.encoded(0, 0);
      }
      frames++;
      progress.encoded(frames, timeline.timeBase().toDuration(pts - start).toMillis());
    }
    progress.encoded(
        frames, timeline.timeBase().toDuration(pictures.endOfLastPicture() - start).toMillis());
  }

  private TaskResult.VideoEncoded finish(MediaProgress progress) {
    if (chunk.damaged() > 0) {
      log.warn("{} frames could not be decoded, or only in part", chunk.damaged());
    }
    List<EncodedRendition> results = new ArrayList<>();
    for (VideoTrack track : tracks) {
      results.add(track.finish(pictures.endOfLastPicture(), progress));
    }
    return new TaskResult.VideoEncoded(
        new FrameCount(chunk.decoded(), 0, 0, 0, chunk.damaged(), chunk.damagedAround()), results);
  }

  @Override
  public void close() {
    for (VideoTrack track : tracks) {
      track.close();
    }
  }
}
