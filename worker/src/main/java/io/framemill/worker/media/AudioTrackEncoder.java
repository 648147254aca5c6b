package io.framemill.worker.media;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one whole audio track. */
final class AudioTrackEncoder {
  private static final Logger log = LoggerFactory.getLogger(AudioTrackEncoder.class);

  /** With the usual frames of 1024 samples about twice for each second of sound. */
  private static final int FRAMES_PER_PROGRESS = 20;

  private static final long MILLIS_PER_SECOND = 1000;

  private AudioTrackEncoder() {}

  /** Runs the task from its beginning to its end. */
  static TaskResult.AudioEncoded run(
      Task.EncodeAudio task, Path source, Path output, MediaProgress progress) {
    try (FrameReader reader = FrameReader.open(source, task.streamIndex());
        AudioTrack track = AudioTrack.open(task, output);
        SoundResampler resampler =
            new SoundResampler(task, AvRational.toRational(reader.stream().time_base()), track)) {
      encodeAll(reader, resampler, track, task.rendition().sampleRateHz(), progress);
      if (reader.decodeErrors() > 0) {
        log.warn("{} packets could not be decoded", reader.decodeErrors());
      }
      return new TaskResult.AudioEncoded(track.finish());
    }
  }

  private static void encodeAll(
      FrameReader reader,
      SoundResampler resampler,
      AudioTrack track,
      int rateHz,
      MediaProgress progress) {
    long frames = 0;
    try (NativeFrame sound = NativeFrame.allocate()) {
      while (!track.isFull() && reader.next(sound)) {
        resampler.add(sound);
        if (++frames % FRAMES_PER_PROGRESS == 0) {
          progress.encoded(0, track.received() * MILLIS_PER_SECOND / rateHz);
        }
      }
    }
    resampler.finish();
    progress.encoded(0, track.received() * MILLIS_PER_SECOND / rateHz);
  }
}
