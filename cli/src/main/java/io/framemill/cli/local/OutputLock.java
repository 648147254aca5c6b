package io.framemill.cli.local;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other processes from writing the same output at the same time. The lock is the operating
 * system's, on a file beside the output: it goes with the process, whether or not the file does.
 */
final class OutputLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private OutputLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks one output.
   *
   * @param directory that the output's directory lies in; must exist
   * @param name of the output's directory
   * @throws UserException if another process has it
   * @throws IOException if the lock file cannot be made or locked, or a symbolic link lies in its
   *     place, which somebody else put there: anybody can work out its name
   */
  static OutputLock take(Path directory, String name) throws IOException {
    Path file = directory.resolve(fileName(name));
    while (true) {
      if (Files.isSymbolicLink(file)) {
        throw new FileSystemException(file.toString(), null, file + " is a symbolic link");
      }
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
              FileModes.SHARED.ofFile());
      if (tryLock(channel) == null) {
        channel.close();
        throw new UserException(
            directory.resolve(name)
                + ": in use by another process; wait for it or choose another directory with"
                + " -o DIR");
      }
      // Its last holder may have deleted the file after it was opened here.
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return new OutputLock(file, channel);
      }
      channel.close();
    }
  }

  /** Of a fixed length: the output's own name may be as long as a file's can be. */
  private static String fileName(String name) {
    return AtomicFile.TEMPORARY_PREFIX
        + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
        + ".lock";
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
      return null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Deletes the file, then unlocks; a file that stays locks nobody out. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Nothing depends on it.
      return;
    }
  }
}
