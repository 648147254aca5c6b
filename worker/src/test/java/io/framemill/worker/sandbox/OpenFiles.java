package io.framemill.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * What another process has open, by {@code /proc}: the targets of its file descriptors, by their
 * numbers. Linux.
 */
public final class OpenFiles {
  private static final int LOOKS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private OpenFiles() {}

  /** At this moment; empty if the process has ended. */
  public static Map<String, String> of(long pid) {
    Map<String, String> open = new HashMap<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      descriptors.forEach(
          descriptor -> {
            String target = target(descriptor);
            if (!target.isEmpty()) {
              open.put(descriptor.getFileName().toString(), target);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      return new HashMap<>(); // It has ended, perhaps while it was looked at.
    }
    return open;
  }

  /**
   * What stays open: the same in every one of several looks. A process that works opens files and
   * closes them again; what it was started with stays.
   */
  public static Map<String, String> lasting(long pid) {
    Map<String, String> lasting = of(pid);
    int[] looks = {1};
    Awaitility.await()
        .pollInterval(BETWEEN_LOOKS)
        .until(
            () -> {
              lasting.entrySet().retainAll(of(pid).entrySet());
              return ++looks[0] >= LOOKS;
            });
    return lasting;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return ""; // Closed meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
