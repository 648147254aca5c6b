package io.framemill.protocol.media;

import java.util.Locale;

/**
 * Counts of the sound of one track.
 *
 * @param decodedMillis duration of the decoded sound
 * @param damagedPackets packets that could not be decoded, or only in part; replaced by silence
 * @param cutBeforeMillis sound before the programme's origin, which is cut
 */
public record SoundCount(long decodedMillis, long damagedPackets, long cutBeforeMillis) {
  public SoundCount {
    if (decodedMillis < 0 || damagedPackets < 0 || cutBeforeMillis < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "negative count: %d ms decoded, %d packets damaged, %d ms cut",
              decodedMillis,
              damagedPackets,
              cutBeforeMillis));
    }
  }
}
