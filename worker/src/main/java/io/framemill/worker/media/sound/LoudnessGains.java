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
 * How much louder a track has to become: measured in a pass of its own over the whole of what is to
 * be encoded, once for each number of channels, since mixing down changes the loudness.
 */
final class LoudnessGains {
  private static final Logger log = LoggerFactory.getLogger(LoudnessGains.class);

  private final Map<Integer, Double> decibelsByChannels = new LinkedHashMap<>();

  private LoudnessGains() {}

  /**
   * What a meter says.
   *
   * @param integratedLufs {@link LoudnessMeter#SILENCE_LUFS} or less for silence
   * @param truePeakDbtp negative infinity for digital silence
   */
  record Measured(double integratedLufs, double truePeakDbtp) {
    /**
     * The gain that brings it to a loudness, as far as its peak allows; 0 for silence, which has no
     * loudness.
     */
    double gainTo(Loudness target) {
      return integratedLufs <= LoudnessMeter.SILENCE_LUFS
          ? 0
          : Math.min(target.targetLufs() - integratedLufs, target.maxTruePeakDbtp() - truePeakDbtp);
    }
  }

  /** Measures a task's track if the task asks for a loudness; else all gains are 0. */
  static LoudnessGains of(Task.EncodeAudio task, Path source, MediaProgress progress) {
    LoudnessGains gains = new LoudnessGains();
    Loudness target = task.loudness();
    if (target != null) {
      measure(task, source, progress)
          .forEach((channels, measured) -> gains.put(channels, measured, target));
    }
    return gains;
  }

  /** What a task's track measures, mixed to each number of channels that the task makes of it. */
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

  /** How much louder the track mixed to so many channels has to become, in dB. */
  double decibels(int channels) {
    return decibelsByChannels.getOrDefault(channels, 0.0);
  }
}
