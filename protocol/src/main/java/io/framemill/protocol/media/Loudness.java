package io.framemill.protocol.media;

/**
 * Loudness target (EBU R 128): one gain for the whole track, so that its dynamics are unchanged.
 *
 * @param targetLufs integrated loudness in LUFS, -40 to -5
 * @param maxTruePeakDbtp ceiling of the true peak in dBTP, -20 to 0; a track whose peaks would
 *     exceed it stays quieter than the target
 */
public record Loudness(int targetLufs, int maxTruePeakDbtp) {
  public Loudness {
    if (targetLufs < -40 || targetLufs > -5) {
      throw new IllegalArgumentException("targetLufs: -40 to -5, not " + targetLufs);
    }
    if (maxTruePeakDbtp < -20 || maxTruePeakDbtp > 0) {
      throw new IllegalArgumentException("maxTruePeakDbtp: -20 to 0, not " + maxTruePeakDbtp);
    }
  }
}
