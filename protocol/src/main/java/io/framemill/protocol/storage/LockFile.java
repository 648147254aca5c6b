package io.framemill.protocol.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive lock of the operating system on a file. It ends with the process at the latest,
 * whether or not the file is deleted. Follows no symbolic link.
 */
public final class LockFile implements AutoCloseable {
  /**
   * Files that this process has locked or is about to. It must open none of them a second time:
   * POSIX drops a process's lock when it closes any descriptor of the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

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
    LockFile lock = lock(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
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
      LockFile lock = lock(file, options, modes.ofFile());
      if (lock == null || !lock.isDeleted()) {
        return lock;
      }
      // Its last holder deleted the file after it was opened here.
      lock.close();
    }
  }

  private static @Nullable LockFile lock(
      Path path, Set<OpenOption> options, FileAttribute<?>... attributes) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path file = absolute.resolveSibling("").toRealPath().resolve(absolute.getFileName());
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean isLocked = false;
    try {
      channel = FileChannel.open(file, options, attributes);
      isLocked = channel.tryLock() != null;
      return isLocked ? new LockFile(file, channel) : null;
    } finally {
      if (!isLocked) {
        release(file, channel);
      }
    }
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try (channel) {
      return;
    } finally {
      HELD.remove(file);
    }
  }

  private boolean isDeleted() {
    return Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Deletes the file, if possible, then unlocks. A file that stays locks nobody out. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Nothing depends on it.
    }
    close();
  }

  /** Unlocks; the file stays. */
  @Override
  public void close() {
    try {
      release(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
