package io.framemill.protocol.rendition;

import io.framemill.protocol.media.Timeline;

/**
 * One segment as it was written.
 *
 * @param number from 1, as in {@link Timeline}
 * @param bytes size of the file
 * @param frames pictures in it, or audio packets
 * @param startPts its first picture or sample, in ticks of the rendition's time base after the
 *     programme's origin
 * @param endPts where the next segment begins: the first picture after this one, decoded to know
 *     it; at the end of the programme the last picture's end. Exclusive
 */
public record EncodedSegment(int number, long bytes, int frames, long startPts, long endPts) {
  public EncodedSegment {
    if (number < 1 || bytes <= 0 || frames <= 0) {
      throw new IllegalArgumentException(
          "segment " + number + ": " + frames + " frames, " + bytes + " bytes");
    }
    if (startPts < 0 || endPts <= startPts) {
      throw new IllegalArgumentException(
          "segment " + number + ": [" + startPts + ", " + endPts + ")");
    }
  }
}
