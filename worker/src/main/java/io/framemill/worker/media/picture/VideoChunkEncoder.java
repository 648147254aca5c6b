package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.failure.MediaProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one chunk into all its renditions from one decoding. Not thread-safe. */
public final class VideoChunkEncoder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VideoChunkEncoder.class);

  private final EncodeVideo task;
  private final ChunkPictures chunk;
  private final FrameRateConverter converter;
  private final PictureStream pictures;
  private final PictureScaler scaler;
  private final List<VideoTrack> tracks = new ArrayList<>();
  private long encoded;
  private long held;
  private long heldTicks;
  private long endPts;

  private VideoChunkEncoder(
      EncodeVideo task, ChunkPictures chunk, FrameRateConverter converter, PictureScaler scaler) {
    this.task = task;
    this.chunk = chunk;
    this.converter = converter;
    this.pictures = converter.pictures();
    this.scaler = scaler;
  }

  /**
   * Runs the task.
   *
   * @param chunks source of the pictures
   */
  public static TaskResult.VideoEncoded run(
      ChunkSource chunks, EncodeVideo task, Path source, Path output, MediaProgress progress) {
    try (ChunkPictures chunk = chunks.open(source, task, progress);
        Deinterlacer deinterlacer = new Deinterlacer(chunk, task);
        FrameRateConverter converter = new FrameRateConverter(chunk, deinterlacer, task);
        PictureScaler scaler = new PictureScaler(task);
        VideoChunkEncoder encoder = new VideoChunkEncoder(task, chunk, converter, scaler)) {
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
    while (pictures.next()) {
      // A picture from before the chunk is only repeated in it.
      boolean isInside = pictures.picture().get().pts() >= start;
      scaler.push(pictures.picture());
      for (int i = 0; i < tracks.size(); i++) {
        scaler.pull(i, tracks.get(i).picture());
        if (isInside) {
          tracks.get(i).encode();
          progress.encoded(0, 0);
        }
      }
      if (isInside) {
        tellEncoded(tracks.get(0).picture().get().pts(), progress);
      }
    }
    endPts = pictures.endOfLastPicture();
    held = converter.held();
    heldTicks = held;
    if (task.frameRate() == null && chunk.sourceEnded()) {
      hold(HeldLastPicture.of(task, endPts), progress);
    }
    progress.encoded(encoded, timeline.timeBase().toDuration(endPts - start).toMillis());
  }

  private void hold(HeldLastPicture last, MediaProgress progress) {
    long from = encoded > 0 ? endPts : last.repeats().stream().findFirst().orElse(last.end());
    heldTicks = last.end() - from;
    for (long pts : last.repeats()) {
      for (VideoTrack track : tracks) {
        track.picture().get().pts(pts);
        track.encode();
        progress.encoded(0, 0);
      }
      held++;
      tellEncoded(pts, progress);
    }
    endPts = last.end();
  }

  private void tellEncoded(long pts, MediaProgress progress) {
    Timeline timeline = task.outputTimes().timeline();
    long start = timeline.segmentStartPts(task.firstSegment());
    encoded++;
    progress.encoded(encoded, timeline.timeBase().toDuration(pts - start).toMillis());
  }

  private TaskResult.VideoEncoded finish(MediaProgress progress) {
    if (chunk.damaged() > 0) {
      log.warn("{} frames could not be decoded, or only in part", chunk.damaged());
    }
    List<EncodedRendition> results = new ArrayList<>();
    for (VideoTrack track : tracks) {
      results.add(track.finish(endPts, progress));
    }
    FrameCount frames =
        new FrameCount(
            chunk.decoded(),
            chunk.inChunk(),
            chunk.notShown(),
            held,
            heldTicks,
            chunk.damaged(),
            chunk.damagedAround(),
            /* missing= */ 0);
    return new TaskResult.VideoEncoded(frames, results);
  }

  @Override
  public void close() {
    for (VideoTrack track : tracks) {
      track.close();
    }
  }
}
