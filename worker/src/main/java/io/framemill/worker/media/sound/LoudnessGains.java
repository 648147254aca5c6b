package io.framemill.worker.media.sound;

import io.framemill.protocol.Task;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.failure.MediaProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the gains for loudness normalisation, by a measuring pass over the whole track, once for
 * each number of channels, because downmixing changes the loudness.
 */
final class LoudnessGains {
  private static final Logger log = LoggerFactory.getLogger(LoudnessGains.class);

  private final Map<Integer, Double> decibelsByChannels = new LinkedHashMap<>();

  private LoudnessGains() {}

  /**
   * Result of a measurement.
   *
   * @param integratedLufs {@link LoudnessMeter#SILENCE_LUFS} or less for silence
   * @param truePeakDbtp negative infinity for digital silence
   */
  record Measured(double integratedLufs, double truePeakDbtp) {
    /**
     * The gain to reach a loudness target, as far as the peak allows; 0 for silence, which has no
     * loudness.
     */
    double gainTo(Loudness target) {
      return integratedLufs <= LoudnessMeter.SILENCE_LUFS
          ? 0
          : Math.min(target.targetLufs() - integratedLufs, target.maxTruePeakDbtp() - truePeakDbtp);
    }
  }

  /** Measures a task's track if the task has a loudness target; otherwise all gains are 0. */
  static LoudnessGains of(Task.EncodeAudio task, Path source, MediaProgress progress) {
    LoudnessGains gains = new LoudnessGains();
    Loudness target = task.loudness();
    if (target != null) {
      measure(task, source, progress)
          .forEach((channels, measured) -> gains.put(channels, measured, target));
    }
    return gains;
  }

  /** Measures a task's track, mixed to each number of channels in the task's renditions. */
  static Map<Integer, Measured> measure(
      Task.EncodeAudio task, Path source, MediaProgress progress) {
    Map<Integer, LoudnessMeter> meters = new LinkedHashMap<>();
    try {
      measure(task, source, meters, progress);
      Map<Integer, Measured> results = new LinkedHashMap<>();
      meters.forEach(
          (channels, meter) ->
              results.put(channels, new Measured(meter.integratedLufs(), meter.truePeakDbtp())));
      return results;
    } finally {
      meters.values().forEach(LoudnessMeter::close);
    }
  }

  private static void measure(
      Task.EncodeAudio task,
      Path source,
      Map<Integer, LoudnessMeter> meters,
      MediaProgress progress) {
    List<SoundResampler> resamplers = new ArrayList<>();
    try (TrackSound sound = TrackSound.open(source, task)) {
      for (AudioRendition rendition : task.renditions()) {
        if (!meters.containsKey(rendition.channels())) {
          LoudnessMeter meter = LoudnessMeter.open(rendition, task.timeline());
          meters.put(rendition.channels(), meter);
          resamplers.add(new SoundResampler(rendition, 0, meter));
        }
      }
      AudioTrackEncoder.feed(sound, List.copyOf(meters.values()), resamplers, progress);
    } finally {
      resamplers.forEach(SoundResampler::close);
    }
  }

  private void put(int channels, Measured measured, Loudness target) {
    double gain = measured.gainTo(target);
    log.info("{} channels: {}, gain {} dB", channels, measured, gain);
    decibelsByChannels.put(channels, gain);
  }

  /** The gain for a number of channels, in dB. */
  double decibels(int channels) {
    return decibelsByChannels.getOrDefault(channels, 0.0);
  }
}
