package io.framemill.protocol.rendition;

import java.util.Set;

/**
 * The audio codecs of profiles, with what planning needs to know of each. The worker has one class
 * for each encoder.
 */
public enum AudioCodec {
  /**
   * AAC-LC, at the sample rates (ISO/IEC 14496-3, 1.6.3.4) that its level 2 allows. Others become
   * the one of the same family.
   */
  AAC(Set.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)),
  /** Opus, always at 48 kHz. */
  OPUS(Set.of(48_000));

  private static final int CD_RATE_HZ = 44_100;
  private static final int FILM_RATE_HZ = 48_000;

  private final Set<Integer> ratesHz;

  AudioCodec(Set<Integer> ratesHz) {
    this.ratesHz = ratesHz;
  }

  /** The sample rate for a source: its own where the codec has it, else 44.1 or 48 kHz. */
  public int rateHz(int sourceHz) {
    if (ratesHz.contains(sourceHz)) {
      return sourceHz;
    }
    return ratesHz.contains(CD_RATE_HZ) && sourceHz % CD_RATE_HZ == 0 ? CD_RATE_HZ : FILM_RATE_HZ;
  }
}
