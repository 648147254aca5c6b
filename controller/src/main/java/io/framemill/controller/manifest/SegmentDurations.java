package io.framemill.controller.manifest;

/** Lengths of segments as {@code EXTINF} gives them: in seconds with six decimals. */
final class SegmentDurations {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private SegmentDurations() {}

  /** A length as a playlist writes it. */
  static long micros(double seconds) {
    return Math.round(seconds * MICROS_PER_SECOND);
  }

  /** The whole number that a player rounds a length to, which compares it with the target. */
  static long toNearestSecond(long micros) {
    return Math.round(micros / (double) MICROS_PER_SECOND);
  }

  /** Appends the tag of a segment. A film has thousands, too many for a formatter. */
  static void append(long micros, StringBuilder text) {
    String decimals = Long.toString(MICROS_PER_SECOND + micros % MICROS_PER_SECOND);
    text.append("#EXTINF:")
        .append(micros / MICROS_PER_SECOND)
        .append('.')
        .append(decimals, 1, decimals.length())
        .append(",\n");
  }
}
