package io.framemill.worker.testmedia;

/** What a test clip sounds like. */
@FunctionalInterface
public interface SoundWave {
  /** The same sine on all channels, half as loud as can be. */
  SoundWave TONE = (seconds, channel) -> 0.5 * Math.sin(2 * Math.PI * ClipSource.TONE_HZ * seconds);

  /**
   * A sine of its own on each channel, as loud as can be: 300 Hz on the first, 600 on the next; 60
   * on the fourth, which may be that of low frequencies.
   */
  SoundWave CHORD =
      (seconds, channel) ->
          Math.sin(2 * Math.PI * (channel == 3 ? 60 : 300 * (channel + 1)) * seconds);

  /** 50 ms of 1 kHz at each whole second, silence between. */
  SoundWave BEEPS =
      (seconds, channel) ->
          seconds - Math.floor(seconds) < 0.05 ? 0.5 * Math.sin(2 * Math.PI * 1000 * seconds) : 0;

  /** The same sine of 300 Hz on all channels. */
  SoundWave LOW_TONE = (seconds, channel) -> 0.5 * Math.sin(2 * Math.PI * 300 * seconds);

  /** A short pulse whenever {@link Flashes} flashes, silence between. */
  SoundWave CLICKS = (seconds, channel) -> Clicks.pulse(seconds - Flashes.nearest(seconds));

  /** Beeps that tell their place, the same on all channels. */
  SoundWave COUNTED_BEEPS = (seconds, channel) -> CountedBeeps.at(seconds);

  /**
   * The sound at a time.
   *
   * @param channel from 0
   * @return -1 to 1
   */
  double at(double seconds, int channel);
}
