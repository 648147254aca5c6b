package io.framemill.worker.media;

import io.framemill.protocol.EncodedRendition;
import io.framemill.protocol.Rational;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.VideoRendition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one chunk into all its renditions, decoding it once. Not thread-safe. */
final class VideoChunkEncoder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VideoChunkEncoder.class);

  private final Task.EncodeVideo task;
  private final ChunkPictures chunk;
  private final Pictures pictures;
  private final PictureScaler scaler;
  private final NativeFrame scaled;
  private final List<VideoTrack> tracks = new ArrayList<>();

  private VideoChunkEncoder(
      Task.EncodeVideo task,
      ChunkPictures chunk,
      Pictures pictures,
      PictureScaler scaler,
      NativeFrame scaled) {
    this.task = task;
    this.chunk = chunk;
    this.pictures = pictures;
    this.scaler = scaler;
    this.scaled = scaled;
  }

  /** Runs the task from its beginning to its end. */
  static TaskResult.VideoEncoded run(
      Task.EncodeVideo task, Path source, Path output, MediaProgress progress) {
    try (ChunkPictures chunk = ChunkPictures.open(source, task, progress);
        Deinterlacer deinterlacer = new Deinterlacer(chunk, task);
        PictureScaler scaler = new PictureScaler(chunk.picture(), task);
        NativeFrame scaled = NativeFrame.allocate();
        VideoChunkEncoder encoder =
            new VideoChunkEncoder(
                task, chunk, task.deinterlace() ? deinterlacer : chunk, scaler, scaled)) {
      encoder.openTracks(output);
      encoder.encodeAll(progress);
      return encoder.finish(progress);
    }
  }

  private void openTracks(Path output) {
    for (VideoRendition rendition : task.renditions()) {
      tracks.add(VideoTrack.open(task, rendition, output, chunk.stream()));
    }
  }

  private void encodeAll(MediaProgress progress) {
    Rational timeBase = task.timeline().timeBase();
    long frames = 0;
    while (pictures.next()) {
      long pts = pictures.picture().get().pts();
      scaler.push(pictures.picture());
      for (int i = 0; i < tracks.size(); i++) {
        scaler.pull(i, scaled);
        tracks.get(i).encode(scaled);
        progress.encoded(0, 0);
      }
      frames++;
      progress.encoded(frames, timeBase.toDuration(pts - task.startPts()).toMillis());
    }
    progress.encoded(
        frames, timeBase.toDuration(chunk.endOfLastPicture() - task.startPts()).toMillis());
  }

  private TaskResult.VideoEncoded finish(MediaProgress progress) {
    if (chunk.damaged() > 0) {
      log.warn("{} frames could not be decoded, or only in part", chunk.damaged());
    }
    List<EncodedRendition> results = new ArrayList<>();
    for (VideoTrack track : tracks) {
      results.add(track.finish(chunk.endOfLastPicture(), progress));
    }
    return new TaskResult.VideoEncoded(
        chunk.decoded(), chunk.damaged(), chunk.damagedAround(), results);
  }

  @Override
  public void close() {
    for (VideoTrack track : tracks) {
      track.close();
    }
  }
}
