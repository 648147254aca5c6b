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
  private final ChunkPictures pictures;
  private final PictureScaler scaler;
  private final NativeFrame scaled;
  private final List<VideoTrack> tracks = new ArrayList<>();

  private VideoChunkEncoder(
      Task.EncodeVideo task, ChunkPictures pictures, PictureScaler scaler, NativeFrame scaled) {
    this.task = task;
    this.pictures = pictures;
    this.scaler = scaler;
    this.scaled = scaled;
  }

  /** Runs the task from its beginning to its end. */
  static TaskResult.VideoEncoded run(
      Task.EncodeVideo task, Path source, Path output, MediaProgress progress) {
    try (ChunkPictures pictures = ChunkPictures.open(source, task, progress);
        PictureScaler scaler =
            new PictureScaler(
                pictures.format(),
                task.orientation(),
                task.renditions(),
                AvRational.toRational(pictures.stream().time_base()));
        NativeFrame scaled = NativeFrame.allocate();
        VideoChunkEncoder encoder = new VideoChunkEncoder(task, pictures, scaler, scaled)) {
      encoder.openTracks(output);
      encoder.encodeAll(progress);
      return encoder.finish(progress);
    }
  }

  private void openTracks(Path output) {
    for (int i = 0; i < task.renditions().size(); i++) {
      VideoRendition rendition = task.renditions().get(i);
      tracks.add(VideoTrack.open(task, rendition, output, scaler.sink(i), pictures.stream()));
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
        frames, timeBase.toDuration(pictures.endOfLastPicture() - task.startPts()).toMillis());
  }

  private TaskResult.VideoEncoded finish(MediaProgress progress) {
    if (pictures.decodeErrors() > 0) {
      log.warn("{} packets could not be decoded", pictures.decodeErrors());
    }
    List<EncodedRendition> results = new ArrayList<>();
    for (VideoTrack track : tracks) {
      results.add(track.finish(pictures.endOfLastPicture(), progress));
    }
    return new TaskResult.VideoEncoded(pictures.decoded(), results);
  }

  @Override
  public void close() {
    for (VideoTrack track : tracks) {
      track.close();
    }
  }
}
