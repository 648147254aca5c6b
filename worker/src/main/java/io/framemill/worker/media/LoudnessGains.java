package io.framemill.worker.media;

import io.framemill.protocol.AudioRendition;
import io.framemill.protocol.Loudness;
import io.framemill.protocol.Task;
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

  /** Measures a task's track if the task asks for a loudness; else all gains are 0. */
  static LoudnessGains of(Task.EncodeAudio task, Path source, MediaProgress progress) {
    LoudnessGains gains = new LoudnessGains();
    Loudness target = task.loudness();
    if (target != null) {
      Map<Integer, LoudnessMeter> meters = new LinkedHashMap<>();
      try {
        measure(task, source, meters, progress);
        meters.forEach((channels, meter) -> gains.put(channels, meter, target));
      } finally {
        meters.values().forEach(LoudnessMeter::close);
      }
    }
    return gains;
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

  private void put(int channels, LoudnessMeter meter, Loudness target) {
    double gain = gain(target, meter.integratedLufs(), meter.truePeakDbtp());
    log.info(
        "{} channels: {} LUFS, peak {} dBTP, gain {} dB",
        channels,
        meter.integratedLufs(),
        meter.truePeakDbtp(),
        gain);
    decibelsByChannels.put(channels, gain);
  }

  /**
   * The gain that brings a track to a loudness, as far as its peak allows; 0 for silence, which has
   * no loudness.
   *
   * @param integratedLufs as measured; {@link LoudnessMeter#SILENCE_LUFS} or less for silence
   */
  static double gain(Loudness target, double integratedLufs, double truePeakDbtp) {
    if (integratedLufs <= LoudnessMeter.SILENCE_LUFS) {
      return 0;
    }
    return Math.min(target.targetLufs() - integratedLufs, target.maxTruePeakDbtp() - truePeakDbtp);
  }

  /** How much louder the track mixed to so many channels has to become, in dB. */
  double decibels(int channels) {
    return decibelsByChannels.getOrDefault(channels, 0.0);
  }
}
