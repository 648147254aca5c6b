package io.framemill.cli.console;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes amounts for people. */
public final class ReadableUnits {
  private static final long SECONDS_PER_HOUR = 3_600;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private ReadableUnits() {}

  /** Such as {@code 0:07}, {@code 12:34} or {@code 1:02:03}; rounded to the nearest second. */
  public static String clock(long millis) {
    long seconds = Math.round(millis / 1000.0);
    return seconds < SECONDS_PER_HOUR
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d",
            seconds / SECONDS_PER_HOUR,
            seconds / 60 % 60,
            seconds % 60);
  }

  /** Such as {@code 2026-11-22 06:18:06}. */
  public static String time(long epochMillis, ZoneId zone) {
    return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /** Such as {@code 4} or {@code 2.5}. */
  public static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /** Such as {@code 62%}; 100 only for what is complete. */
  public static String percent(double percent) {
    return (int) Math.floor(percent) + "%";
  }

  /** Such as {@code 48.1 fps}. */
  public static String frameRate(double framesPerSecond) {
    return String.format(Locale.ROOT, "%.1f fps", framesPerSecond);
  }

  /** Such as {@code 2.01x}. */
  public static String speed(double speed) {
    return String.format(Locale.ROOT, "%.2fx", speed);
  }

  /** Such as {@code stereo} or {@code 5.1}. */
  public static String channels(int channels) {
    return switch (channels) {
      case 1 -> "mono";
      case 2 -> "stereo";
      case 6 -> "5.1";
      case 8 -> "7.1";
      default -> channels + " channels";
    };
  }

  /** Such as {@code 1.4 MB}. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1_000;
      unit++;
    } while (value >= 999.95 && unit < 4);
    return String.format(Locale.ROOT, "%.1f %sB", value, "kMGTP".charAt(unit));
  }
}
