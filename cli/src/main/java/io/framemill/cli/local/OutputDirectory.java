package io.framemill.cli.local;

import io.framemill.cli.console.NonUtf8Names;
import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.LockFile;
import io.framemill.protocol.text.PrintableText;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a transcode writes; made when it begins, its own until it ends, and gone again if nothing
 * came of it.
 */
public final class OutputDirectory implements AutoCloseable {
  private final List<Path> created;
  private final List<LockFile> locks = new ArrayList<>();

  private OutputDirectory(List<Path> created) {
    this.created = created;
  }

  /**
   * Makes sure that a directory is there and can be written to, by this process alone where its
   * output goes.
   *
   * @param names of the output's directories in it
   * @throws UserException if not
   */
  public static OutputDirectory prepare(Path directory, List<String> names) {
    NonUtf8Names.requireValid(directory);
    if (!PrintableText.isPrintable(directory.toString())) {
      throw new UserException(
          directory + ": has control characters in its name; choose another with -o DIR");
    }
    List<Path> missing = missing(directory.toAbsolutePath().normalize());
    OutputDirectory prepared = new OutputDirectory(missing);
    try {
      Files.createDirectories(directory, FileModes.OUTPUT.ofDirectory());
      Files.delete(Files.createTempFile(directory, AtomicFile.TEMPORARY_PREFIX, null));
      for (String name : names) {
        prepared.locks.add(OutputLock.take(directory, name));
      }
      return prepared;
    } catch (UserException e) {
      prepared.close();
      throw e;
    } catch (FileAlreadyExistsException e) {
      throw new UserException(directory + ": is not a directory; choose another with -o DIR", e);
    } catch (IOException e) {
      prepared.close();
      throw new UserException(
          directory + ": is not writable (" + AtomicFile.why(e) + "); choose another with -o DIR",
          e);
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

  /** Unlocks the output and deletes the directories that were made, as far as they are empty. */
  @Override
  public void close() {
    locks.forEach(LockFile::delete);
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
