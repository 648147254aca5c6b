package io.framemill.worker.media;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.assemble.Mp4Maker;
import io.framemill.worker.media.assemble.ThumbnailMaker;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.inspect.Inspector;
import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.picture.ChunkSource;
import io.framemill.worker.media.picture.VideoChunkEncoder;
import io.framemill.worker.media.sound.AudioTrackEncoder;
import io.framemill.worker.media.text.SubtitleExtractor;
import java.nio.file.Path;

/**
 * Runs tasks in this process, one at a time. Loads the native libraries when created. Not
 * thread-safe.
 */
public final class MediaTasks implements AutoCloseable {
  private final ChunkSource chunks = new ChunkSource();

  /**
   * Loads the native libraries.
   *
   * @throws UnsatisfiedLinkError if there are none for this platform
   */
  public MediaTasks() {
    Libav.load();
  }

  /**
   * Runs one task until it is done.
   *
   * @param task the task
   * @param source the source as a local file
   * @param output the job's output directory; not used by {@link Task.Inspect}
   * @param limits limits that an inspection enforces
   * @throws TranscodeException if it fails; complete segments may have been written, but none in
   *     part
   */
  public TaskResult run(
      Task task, Path source, Path output, SourceLimits limits, MediaProgress progress) {
    MediaProgress forward = new ForwardProgress(progress);
    chunks.forgetUnless(task.attempt().job());
    return task.accept(
        new Task.Cases<>() {
          @Override
          public TaskResult inspect(Task.Inspect inspect) {
            return new TaskResult.Inspected(
                Inspector.inspect(source, limits, inspect.grid(), forward));
          }

          @Override
          public TaskResult encodeVideo(EncodeVideo video) {
            return VideoChunkEncoder.run(chunks, video, source, output, forward);
          }

          @Override
          public TaskResult encodeAudio(Task.EncodeAudio audio) {
            return AudioTrackEncoder.run(audio, source, output, forward);
          }

          @Override
          public TaskResult mux(Task.Mux mux) {
            return Mp4Maker.run(mux, output, forward);
          }

          @Override
          public TaskResult extractSubtitles(Task.ExtractSubtitles subtitles) {
            return SubtitleExtractor.run(subtitles, source, output, forward);
          }

          @Override
          public TaskResult thumbnails(Task.Thumbnails thumbnails) {
            return ThumbnailMaker.run(thumbnails, output, forward);
          }
        });
  }

  /** Releases what is kept from the last task for the next one: memory, and the open source. */
  public void forgetLast() {
    chunks.close();
  }

  @Override
  public void close() {
    forgetLast();
  }
}
