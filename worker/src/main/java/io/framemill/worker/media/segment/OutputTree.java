package io.framemill.worker.media.segment;

import io.framemill.protocol.storage.FileModes;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates directories below a job's output. */
public final class OutputTree {
  private OutputTree() {}

  /**
   * Creates a directory with its parents if missing. None of them may be a symbolic link, because
   * another writer of the storage could point it outside.
   *
   * @param output the job's output directory
   * @param path below it, with {@code /} between the parts
   * @throws IOException if it cannot be made, or there is a link in its place
   */
  public static Path directory(Path output, String path) throws IOException {
    Path directory = Files.createDirectories(output, FileModes.OUTPUT.ofDirectory());
    for (String name : path.split("/", -1)) {
      directory = directory.resolve(name);
      if (Files.isSymbolicLink(directory)) {
        throw new FileSystemException(
            directory.toString(), null, "a symbolic link, which output does not follow");
      }
      Files.createDirectories(directory, FileModes.OUTPUT.ofDirectory());
    }
    return directory;
  }
}
