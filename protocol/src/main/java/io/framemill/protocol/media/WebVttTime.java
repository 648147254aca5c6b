package io.framemill.protocol.media;

import java.util.Locale;

/** Formats times for WebVTT files (W3C WebVTT, 4.1). */
public final class WebVttTime {
  private WebVttTime() {}

  /**
   * A timestamp, always with hours.
   *
   * @param millis from the file's time 0, not negative
   */
  public static String stamp(long millis) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }

  /**
   * The timings line of a cue, without a line end.
   *
   * @param startMillis from the file's time 0, not negative
   * @param endMillis after the start
   */
  public static String timings(long startMillis, long endMillis) {
    return stamp(startMillis) + " --> " + stamp(endMillis);
  }
}
