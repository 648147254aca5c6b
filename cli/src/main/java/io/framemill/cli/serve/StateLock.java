package io.framemill.cli.serve;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.LockFile;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps a state directory to one controller. */
final class StateLock {
  private static final String FILE = "framemill.lock";

  private StateLock() {}

  /**
   * Locks a directory. The lock file is never deleted.
   *
   * @throws UserException if another controller holds the lock, or the file cannot be created
   */
  static LockFile take(Path directory) {
    try {
      LockFile lock = LockFile.tryLock(directory.resolve(FILE), FileModes.PRIVATE);
      if (lock != null) {
        return lock;
      }
    } catch (IOException e) {
      throw new UserException(
          "--state " + directory + ": cannot be locked (" + AtomicFile.why(e) + ")", e);
    }
    throw new UserException(
        "--state "
            + directory
            + ": in use by another controller; to run two, share a PostgreSQL"
            + " database (--state jdbc:postgresql://...)");
  }
}
