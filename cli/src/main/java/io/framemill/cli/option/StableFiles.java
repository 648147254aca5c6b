package io.framemill.cli.option;

import io.framemill.cli.console.NonUtf8Names;
import io.framemill.cli.console.UserException;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Waits until files that may still be written, such as by a copy, are complete. */
final class StableFiles {
  /** How often the files are looked at. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Duration quiet;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final Map<Path, Seen> seen = new HashMap<>();

  /** Sleeps. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** A state of a file, and since when it has been in it. */
  private record Seen(SourceStamp stamp, long sinceNanos) {}

  /**
   * @param quiet how long the size and the time of change of each file must have stayed
   * @param nanoTime such as {@link System#nanoTime}
   */
  StableFiles(Duration quiet, LongSupplier nanoTime, Sleeper sleeper) {
    this.quiet = quiet;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
  }

  /**
   * Waits until no file has changed for that long; for as long as it takes.
   *
   * @throws UserException if one is not there, or cannot be looked at
   */
  void await(List<Path> files) throws InterruptedException {
    while (!areStable(files)) {
      sleeper.sleep(PAUSE);
    }
  }

  private boolean areStable(List<Path> files) {
    boolean stable = true;
    for (Path file : files) {
      SourceStamp stamp = stamp(file);
      long now = nanoTime.getAsLong();
      Seen before = seen.get(file);
      if (before == null || !before.stamp().equals(stamp)) {
        seen.put(file, new Seen(stamp, now));
        stable = false;
      } else {
        stable &= now - before.sinceNanos() >= quiet.toNanos();
      }
    }
    return stable;
  }

  private SourceStamp stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new SourceStamp(attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (NoSuchFileException e) {
      throw new UserException(
          seen.containsKey(file)
              ? file + ": was deleted while waiting for it"
              : file + ": " + NonUtf8Names.problem(file).orElse("no such file"),
          e);
    } catch (IOException e) {
      throw new UserException(file + ": cannot be read (" + AtomicFile.why(e) + ")", e);
    }
  }
}
