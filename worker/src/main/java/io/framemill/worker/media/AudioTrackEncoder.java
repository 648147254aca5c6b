package io.framemill.worker.media;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one whole audio track. */
final class AudioTrackEncoder {
  private static final Logger log = LoggerFactory.getLogger(AudioTrackEncoder.class);

  private AudioTrackEncoder() {}

  /** Runs the task from its beginning to its end. */
  static TaskResult.AudioEncoded run(
      Task.EncodeAudio task, Path source, Path output, MediaProgress progress) {
    try (FrameReader reader = FrameReader.open(source, task.streamIndex());
        AudioTrack track = AudioTrack.open(task, output, progress);
        SoundResampler resampler =
            new SoundResampler(task, AvRational.toRational(reader.stream().time_base()), track)) {
      encodeAll(reader, resampler, track, progress);
      if (reader.decodeErrors() > 0) {
        log.warn("{} packets could not be decoded", reader.decodeErrors());
      }
      return new TaskResult.AudioEncoded(track.finish());
    }
  }

  private static void encodeAll(
      FrameReader reader, SoundResampler resampler, AudioTrack track, MediaProgress progress) {
    try (NativeFrame sound = NativeFrame.allocate()) {
      while (!track.isFull() && reader.next(sound)) {
        resampler.add(sound);
        progress.encoded(0, 0);
      }
    }
    resampler.finish();
  }
}
