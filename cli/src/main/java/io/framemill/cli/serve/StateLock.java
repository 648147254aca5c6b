package io.framemill.cli.serve;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Keeps a state directory to one controller: a lock of the operating system, gone with it. */
final class StateLock implements AutoCloseable {
  private static final String FILE = "framemill.lock";

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a directory.
   *
   * @throws UserException if another process has it, or the lock file cannot be made
   */
  static StateLock take(Path directory) {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              FileModes.PRIVATE.ofFile());
      if (isLocked(channel)) {
        channel.close();
        throw new UserException(
            "--state "
                + directory
                + ": in use by another controller; to run two, share a PostgreSQL"
                + " database (--state jdbc:postgresql://...)");
      }
      return new StateLock(channel);
    } catch (IOException e) {
      throw new UserException(
          "--state " + directory + ": cannot be locked (" + AtomicFile.why(e) + ")", e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true; // By this very process.
    }
  }

  /** Unlocks; the file stays, for one that is deleted could be locked twice. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
