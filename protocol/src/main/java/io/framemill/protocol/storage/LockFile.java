package io.framemill.protocol.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of the operating system on a file. It ends with the process at the latest,
 * whether or not the file is deleted. Follows no symbolic link.
 */
public final class LockFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks an existing file.
   *
   * @return null if it is locked already, by this process or another
   * @throws NoSuchFileException if it does not exist, or was deleted while it was being locked
   */
  public static @Nullable LockFile tryLock(Path file) throws IOException {
    LockFile lock =
        tryLock(file, FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    if (lock != null && lock.isDeleted()) {
      lock.close();
      throw new NoSuchFileException(file.toString());
    }
    return lock;
  }

  /**
   * Locks a file, and creates it if it does not exist.
   *
   * @return null if it is locked already, by this process or another
   */
  public static @Nullable LockFile tryLock(Path file, FileModes modes) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    while (true) {
      LockFile lock = tryLock(file, FileChannel.open(file, options, modes.ofFile()));
      if (lock == null || !lock.isDeleted()) {
        return lock;
      }
      // Its last holder deleted the file after it was opened here.
      lock.close();
    }
  }

  private static @Nullable LockFile tryLock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return new LockFile(file, channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private boolean isDeleted() {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes the file, if possible, then unlocks. A file that stays locks nobody out. */
  public void delete() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Nothing depends on it.
      return;
    }
  }

  /** Unlocks; the file stays. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
