package io.framemill.cli.local;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.LockFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Keeps other processes from writing the same output: a lock on a file beside it. */
final class OutputLock {
  private OutputLock() {}

  /**
   * Locks one output.
   *
   * @param directory that the output's directory lies in; must exist
   * @param name of the output's directory
   * @throws UserException if another process has it
   * @throws IOException if the lock file cannot be made or locked, or a symbolic link lies in its
   *     place, which somebody else put there: anybody can work out its name
   */
  static LockFile take(Path directory, String name) throws IOException {
    Path file = directory.resolve(fileName(name));
    if (Files.isSymbolicLink(file)) {
      throw new FileSystemException(file.toString(), null, file + " is a symbolic link");
    }
    LockFile lock = LockFile.tryLock(file, FileModes.SHARED);
    if (lock == null) {
      throw new UserException(
          "%s: in use by another process; wait for it or choose another directory with -o DIR"
              .formatted(directory.resolve(name)));
    }
    return lock;
  }

  /** Of a fixed length: the output's own name may be as long as a file's can be. */
  private static String fileName(String name) {
    return AtomicFile.TEMPORARY_PREFIX
        + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        + ".lock";
  }
}
