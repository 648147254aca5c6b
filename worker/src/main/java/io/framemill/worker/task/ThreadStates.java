package io.framemill.worker.task;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** What the threads of a process do now, proc(5). */
final class ThreadStates {
  /** Running, or waiting for a processor. */
  static final char RUNNABLE = 'R';

  private ThreadStates() {}

  /** A letter for each thread; none elsewhere than on Linux, and once the process has ended. */
  static IntStream of(long pid) {
    IntStream.Builder states = IntStream.builder();
    Path tasks = Path.of("/proc", Long.toString(pid), "task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        // The name of the thread, in parentheses, may hold anything.
        String stat = Files.readString(thread.resolve("stat"), ISO_8859_1);
        states.add(stat.charAt(stat.lastIndexOf(')') + 2));
      }
    } catch (IOException e) {
      // A thread or the process has ended, or there is no proc(5): what was read counts.
    }
    return states.build();
  }
}
