package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encodes one whole audio track into all renditions of a task from one decoding. */
public final class AudioTrackEncoder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AudioTrackEncoder.class);

  private final List<AudioTrack> tracks = new ArrayList<>();
  private final List<SoundResampler> resamplers = new ArrayList<>();

  private AudioTrackEncoder() {}

  /** Runs the task. */
  public static TaskResult.AudioEncoded run(
      Task.EncodeAudio task, Path source, Path output, MediaProgress progress) {
    LoudnessGains gains = LoudnessGains.of(task, source, progress);
    try (AudioTrackEncoder encoder = new AudioTrackEncoder();
        TrackSound sound = TrackSound.open(source, task)) {
      for (AudioRendition rendition : task.renditions()) {
        encoder.open(rendition, gains, task, output, progress);
      }
      feed(sound, encoder.tracks, encoder.resamplers, progress);
      if (sound.damagedPackets() > 0) {
        log.warn("{} packets could not be decoded, or only in part", sound.damagedPackets());
      }
      List<EncodedRendition> renditions = encoder.tracks.stream().map(AudioTrack::finish).toList();
      return new TaskResult.AudioEncoded(sound.count(), renditions);
    }
  }

  private void open(
      AudioRendition rendition,
      LoudnessGains gains,
      Task.EncodeAudio task,
      Path output,
      MediaProgress progress) {
    AudioTrack track = AudioTrack.open(rendition, task.timeline(), output, progress);
    tracks.add(track);
    resamplers.add(new SoundResampler(rendition, gains.decibels(rendition.channels()), track));
  }

  /**
   * Sends a whole track to resamplers, until their sinks are full.
   *
   * @param progress called while it runs
   */
  static void feed(
      TrackSound track,
      List<? extends SoundSink> sinks,
      List<SoundResampler> resamplers,
      MediaProgress progress) {
    try (NativeFrame sound = NativeFrame.allocate();
        NativeFrame copy = NativeFrame.allocate()) {
      while (!sinks.stream().allMatch(SoundSink::isFull) && track.next(sound)) {
        for (SoundResampler resampler : resamplers) {
          copy.clear();
          FfmpegException.check("av_frame_ref", av_frame_ref(copy.get(), sound.get()));
          resampler.add(copy);
          progress.encoded(0, 0);
        }
      }
    }
    resamplers.forEach(SoundResampler::finish);
  }

  @Override
  public void close() {
    resamplers.forEach(SoundResampler::close);
    tracks.forEach(AudioTrack::close);
  }
}
