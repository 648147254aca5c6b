package io.framemill.worker.limits;

/**
 * How much a source may ask for. A source beyond it is refused at its inspection, before anything
 * is made of it.
 *
 * @param picturePixels width times height of one coded picture, 1 to {@link #MAX_PICTURE_PIXELS}
 * @param streams streams of any kind in the container, 1 to {@link #MAX_STREAMS}
 * @param picturesPerSecond of a stream on average, from 1
 * @param durationMillis length of the programme, from 1
 */
public record SourceLimits(
    long picturePixels, int streams, int picturesPerSecond, long durationMillis) {
  /** 16384 x 8192: what no decoder here goes beyond, not even in the middle of a source. */
  public static final long MAX_PICTURE_PIXELS = 1L << 27;

  /** What no demuxer here goes beyond. */
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
