package io.framemill.worker.process;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a slot's log. Thread-safe. */
final class LogTail {
  static final int MAX_LINES = 20;

  @GuardedBy("this")
  private final Deque<String> lines = new ArrayDeque<>();

  /** Adds a line, unless it is only decoration of the JVM's crash report. */
  synchronized void add(String line) {
    if (line.isBlank() || line.strip().equals("#")) {
      return;
    }
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** The lines, oldest first. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized void clear() {
    lines.clear();
  }
}
