package io.framemill.worker.limits;

/**
 * Limits on a source. A source beyond them is rejected at its inspection, before any output is
 * made.
 *
 * @param picturePixels width times height of one coded picture, 1 to {@link #MAX_PICTURE_PIXELS}
 * @param streams streams of any kind in the container, 1 to {@link #MAX_STREAMS}
 * @param picturesPerSecond average of a stream, from 1
 * @param durationMillis length of the programme, from 1
 */
public record SourceLimits(
    long picturePixels, int streams, int picturesPerSecond, long durationMillis) {
  /** 16384 x 8192: the maximum of all decoders, at any place of a source. */
  public static final long MAX_PICTURE_PIXELS = 1L << 27;

  /** The maximum of all demuxers. */
  public static final int MAX_STREAMS = 1000;

  /** 8192 x 8192 pixels, 200 streams, 1000 pictures a second, 48 hours. */
  public static final SourceLimits DEFAULT =
      new SourceLimits(1L << 26, 200, 1000, 48L * 3600 * 1000);

  public SourceLimits {
    require(picturePixels, MAX_PICTURE_PIXELS, "pixels");
    require(streams, MAX_STREAMS, "streams");
    require(picturesPerSecond, Integer.MAX_VALUE, "pictures per second");
    require(durationMillis, Long.MAX_VALUE, "milliseconds");
  }

  private static void require(long value, long most, String unit) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(unit + ": 1 to " + most + ", not " + value);
    }
  }
}
