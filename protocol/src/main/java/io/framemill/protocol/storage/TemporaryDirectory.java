package io.framemill.protocol.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A private directory for the temporary files of one process: of mode 0700, under a random name in
 * the temporary directory of the machine. Other users can neither read what is in it nor put a
 * symbolic link in the place of a file that is going to be made.
 *
 * <p>It is deleted when the JVM ends. A lock of the operating system tells that it is in use, so
 * that {@link #sweep} finds what a killed process left behind. Thread-safe.
 */
public final class TemporaryDirectory {
  static final String PREFIX = "framemill-tmp-";
  static final String LOCK = "lock";

  /**
   * Those of this JVM. To open and close a lock file of our own would unlock it: POSIX drops the
   * locks of a process when it closes any descriptor of the file.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private static final TemporaryDirectory OF_THIS_PROCESS =
      new TemporaryDirectory(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());

  private final Path parent;
  private @Nullable Path path;
  private @Nullable UserPrincipal owner;

  /** Open for as long as the JVM runs. */
  private @Nullable FileChannel lock;

  /**
   * @param parent where it is made; must exist
   */
  TemporaryDirectory(Path parent) {
    this.parent = parent;
  }

  /** The one that all parts of this process share, in {@code java.io.tmpdir}. */
  public static TemporaryDirectory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /**
   * Where temporary files go. The directory is made when it is first asked for, and again if
   * something has deleted it, such as a service that cleans up.
   *
   * @throws IOException if it cannot be made
   */
  public synchronized Path path() throws IOException {
    Path current = path;
    if (current == null || owner == null || !isPrivate(current, owner)) {
      current = make();
      path = current;
    }
    return current;
  }

  /**
   * Deletes the directories that killed processes of this user left in the same place. It leaves
   * alone those of running processes and of other users, and follows no symbolic link.
   *
   * @throws IOException if one cannot be deleted, after all others were, or their place not be read
   */
  public synchronized void sweep() throws IOException {
    path();
    IOException failure = null;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : all) {
        try {
          deleteIfLeft(directory);
        } catch (IOException e) {
          failure = e;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Path make() throws IOException {
    while (true) {
      Path made = Files.createTempDirectory(parent, PREFIX, FileModes.PRIVATE.ofDirectory());
      OURS.add(made);
      Files.createFile(made.resolve(LOCK), FileModes.PRIVATE.ofFile());
      FileChannel channel = tryLock(made);
      if (channel != null) {
        lock = channel;
        owner = Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAtEnd(made)));
        return made;
      }
      // Another process sweeps it at this moment.
    }
  }

  /** Null if another process has the lock, or has deleted it. */
  private static @Nullable FileChannel tryLock(Path directory) throws IOException {
    Path file = directory.resolve(LOCK);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      if (channel.tryLock() != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Of this process, by another path to the same place.
    }
    channel.close();
    return null;
  }

  private void deleteIfLeft(Path directory) throws IOException {
    if (OURS.contains(directory) || owner == null || !isPrivate(directory, owner)) {
      return;
    }
    try (FileChannel unlocked = tryLock(directory)) {
      if (unlocked != null) {
        delete(directory);
      }
    }
  }

  private static void deleteAtEnd(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      // A slot that has not ended yet may write to it. The next process deletes it.
      return;
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(directory, new DeletingVisitor());
    }
  }

  /** Whether a path is a directory of a user which nobody else may enter, and no link to one. */
  private static boolean isPrivate(Path path, UserPrincipal user) throws IOException {
    try {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user)
          && FileModes.PRIVATE.isOfDirectory(path);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
