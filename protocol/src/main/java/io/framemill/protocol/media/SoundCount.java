package io.framemill.protocol.media;

import java.util.Locale;

/**
 * What became of the sound of one track.
 *
 * @param decodedMillis how long the sound lasts that came out of the decoder
 * @param damagedPackets packets that could not be decoded, or only in part; silence stands in their
 *     place
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
