package io.framemill.cli.command;

import io.framemill.worker.process.LogContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Class files that are cut to nothing, as a full disk leaves them. */
public final class DamagedProgram {
  /** The first class that a slot's thread needs, and no other thread before. */
  private static final String FIRST_OF_SLOT_THREADS =
      LogContext.class.getName().replace('.', '/') + ".class";

  private DamagedProgram() {}

  /**
   * Makes a worker unable to go on once the threads of its slots begin.
   *
   * @param directory for the damaged file; is made
   * @return the JVM argument that puts it before the program's own
   */
  public static String withoutSlotThreads(Path directory) throws IOException {
    Path file = directory.resolve(FIRST_OF_SLOT_THREADS);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    return "-Xbootclasspath/a:" + directory;
  }
}
