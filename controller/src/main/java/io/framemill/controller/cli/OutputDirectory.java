package io.framemill.controller.cli;

import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a transcode writes; made when it begins, and gone again if nothing came of it. */
final class OutputDirectory implements AutoCloseable {
  private static final String REPORT = "job.json";

  private final List<Path> created;

  private OutputDirectory(List<Path> created) {
    this.created = created;
  }

  /**
   * Makes sure that a directory is there and can be written to.
   *
   * @throws UserException if not
   */
  static OutputDirectory prepare(Path directory) {
    List<Path> missing = missing(directory.toAbsolutePath().normalize());
    OutputDirectory prepared = new OutputDirectory(missing);
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, AtomicFile.TEMPORARY_PREFIX, null));
      return prepared;
    } catch (FileAlreadyExistsException e) {
      throw new UserException(directory + ": is not a directory; choose another with -o DIR", e);
    } catch (IOException e) {
      prepared.close();
      throw new UserException(
          directory
              + ": cannot be written to ("
              + AtomicFile.why(e)
              + "); choose another with -o DIR",
          e);
    }
  }

  /**
   * Makes sure that what the new output would replace is older output.
   *
   * @throws UserException with a line for each directory that holds something else
   */
  static void requireOurs(Path directory, List<String> names) {
    List<String> foreign =
        names.stream()
            .map(directory::resolve)
            .filter(OutputDirectory::isForeign)
            .map(
                path ->
                    path
                        + ": exists and is not Framemill's (no "
                        + REPORT
                        + " in it); move it away or choose another place with -o DIR")
            .toList();
    if (!foreign.isEmpty()) {
      throw new UserException(String.join("\n", foreign));
    }
  }

  private static boolean isForeign(Path path) {
    return Files.exists(path) && !isEmpty(path) && !Files.isRegularFile(path.resolve(REPORT));
  }

  private static boolean isEmpty(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      return !content.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /** The directory and its parents that are not there yet, the deepest first. */
  private static List<Path> missing(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (@Nullable Path path = directory;
        path != null && !Files.exists(path);
        path = path.getParent()) {
      missing.add(path);
    }
    return missing;
  }

  /** Deletes the directories that were made, as far as they are empty. */
  @Override
  public void close() {
    for (Path path : created) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        // It holds something by now, and so do its parents.
        return;
      }
    }
  }
}
