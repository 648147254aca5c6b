package io.framemill.controller.manifest;

/** Segment durations in the form of {@code EXTINF}: seconds with six decimals. */
final class SegmentDurations {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private SegmentDurations() {}

  /** A duration in microseconds, as playlists write it. */
  static long micros(double seconds) {
    return Math.round(seconds * MICROS_PER_SECOND);
  }

  /** Rounds to whole seconds, as players do for the comparison with the target duration. */
  static long toNearestSecond(long micros) {
    return Math.round(micros / (double) MICROS_PER_SECOND);
  }

  /** Appends the tag of a segment, without a formatter: a film has thousands of segments. */
  static void append(long micros, StringBuilder text) {
    String decimals = Long.toString(MICROS_PER_SECOND + micros % MICROS_PER_SECOND);
    text.append("#EXTINF:")
        .append(micros / MICROS_PER_SECOND)
        .append('.')
        .append(decimals, 1, decimals.length())
        .append(",\n");
  }
}
