package io.framemill.protocol.rendition;

import io.framemill.protocol.media.Timeline;

/**
 * One written segment.
 *
 * @param number from 1, as in {@link Timeline}
 * @param bytes size of the file
 * @param frames pictures in it, or audio packets
 * @param startPts time of its first picture or sample, in ticks of the rendition's time base after
 *     the programme's origin
 * @param endPts start of the next segment, exclusive: the first picture after this one, which is
 *     decoded for that; at the end of the programme the last picture's end
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
