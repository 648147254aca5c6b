package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;

/** The time of day as a file says it is off; what programs under test see of it. */
public final class SkewedClock extends Clock {
  private static final long LOOK_NANOS = 50_000_000;

  private static volatile long offsetMillis;

  private final ZoneId zone;

  private SkewedClock(ZoneId zone) {
    this.zone = zone;
  }

  /** Follows a file that holds by how many milliseconds the clock is off. */
  static void follow(Path file) {
    Thread thread =
        new Thread(
            () -> {
              while (true) {
                offsetMillis = read(file);
                LockSupport.parkNanos(LOOK_NANOS);
              }
            },
            "skewed-clock");
    thread.setDaemon(true);
    thread.start();
  }

  /** In place of {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + offsetMillis;
  }

  /** In place of {@link Instant#now()}. */
  public static Instant now() {
    return Instant.ofEpochMilli(currentTimeMillis());
  }

  /** In place of {@link Clock#systemUTC()}. */
  public static Clock systemUTC() {
    return new SkewedClock(ZoneOffset.UTC);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new SkewedClock(other);
  }

  @Override
  public Instant instant() {
    return now();
  }

  private static long read(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      return offsetMillis; // It is being written.
    }
  }
}
