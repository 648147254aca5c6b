package io.framemill.protocol.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A private directory for the temporary files of one process: of mode 0700, under a random name in
 * the machine's temporary directory. Other users can neither read its files nor plant symbolic
 * links.
 *
 * <p>It is deleted when the JVM ends. A file lock marks it as in use, so that {@link #sweep} finds
 * the directories of killed processes. The lock file is deleted last. A directory without a lock
 * file counts as abandoned after {@link #MAX_TIME_WITHOUT_LOCK}. Thread-safe.
 */
public final class TemporaryDirectory {
  static final String PREFIX = "framemill-tmp-";
  static final String LOCK = "lock";

  /** After this time a directory without a lock is not one that is being created. */
  static final Duration MAX_TIME_WITHOUT_LOCK = Duration.ofHours(1);

  /**
   * Directories of this JVM; guarded by itself. Opening and closing the lock file of one of them
   * would unlock it: POSIX drops the locks of a process when it closes any descriptor of the file.
   */
  private static final Set<Path> OURS = new HashSet<>();

  /** Held by the thread of this JVM that sweeps, for the same reason. */
  private static final Object SWEEPING = new Object();

  private static final TemporaryDirectory OF_THIS_PROCESS =
      new TemporaryDirectory(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());

  private final Path parent;
  private @Nullable Path path;
  private @Nullable UserPrincipal owner;

  /** Open for as long as the JVM runs. */
  private @Nullable LockFile lock;

  /**
   * @param parent directory in which it is created; must exist
   */
  TemporaryDirectory(Path parent) {
    this.parent = parent;
  }

  /** The directory that all parts of this process share, in {@code java.io.tmpdir}. */
  public static TemporaryDirectory ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /**
   * Path of the directory. It is created on the first call, and again if it or its lock was
   * deleted, for example by a cleanup service.
   *
   * @throws IOException if it cannot be created
   */
  public synchronized Path path() throws IOException {
    Path current = path;
    if (current == null || owner == null || !isPrivate(current, owner) || !hasLock(current)) {
      current = make();
      path = current;
    }
    return current;
  }

  /**
   * Deletes the directories that killed processes of this user left in the same parent. Does not
   * touch those of running processes and of other users, and follows no symbolic links. May take
   * long; {@link #path} does not wait for it.
   *
   * @throws IOException if one cannot be deleted, after all others were, or if the parent cannot be
   *     read
   */
  public void sweep() throws IOException {
    UserPrincipal user = Files.getOwner(path(), LinkOption.NOFOLLOW_LINKS);
    synchronized (SWEEPING) {
      sweep(user);
    }
  }

  private void sweep(UserPrincipal user) throws IOException {
    IOException failure = null;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : all) {
        try {
          deleteIfLeft(directory, user);
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
      Path made = makeOurs();
      Files.createFile(made.resolve(LOCK), FileModes.PRIVATE.ofFile());
      LockFile locked = tryLock(made);
      if (locked != null) {
        lock = locked;
        owner = Files.getOwner(made, LinkOption.NOFOLLOW_LINKS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAtEnd(made)));
        return made;
      }
      // Another process is sweeping it.
    }
  }

  /** Creates a directory of which others can tell whose it is. */
  private Path makeOurs() throws IOException {
    synchronized (OURS) {
      Path made = Files.createTempDirectory(parent, PREFIX, FileModes.PRIVATE.ofDirectory());
      OURS.add(made);
      return made;
    }
  }

  private static boolean isOurs(Path directory) {
    synchronized (OURS) {
      return OURS.contains(directory);
    }
  }

  private static boolean hasLock(Path directory) {
    return Files.exists(directory.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
  }

  /** Null if another process holds the lock, or has deleted it. */
  private static @Nullable LockFile tryLock(Path directory) throws IOException {
    try {
      return LockFile.tryLock(directory.resolve(LOCK));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static void deleteIfLeft(Path directory, UserPrincipal user) throws IOException {
    if (isOurs(directory) || !isPrivate(directory, user)) {
      return;
    }
    if (!hasLock(directory)) {
      if (isOld(directory)) {
        delete(directory);
      }
      return;
    }
    try (LockFile left = tryLock(directory)) {
      if (left != null) {
        delete(directory);
      }
    }
  }

  /** Whether nothing was created or deleted in a directory for {@link #MAX_TIME_WITHOUT_LOCK}. */
  private static boolean isOld(Path directory) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(directory, LinkOption.NOFOLLOW_LINKS).toInstant();
      return changed.plus(MAX_TIME_WITHOUT_LOCK).isBefore(Instant.now());
    } catch (NoSuchFileException e) {
      return false;
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
      Files.walkFileTree(directory, new DeletingVisitor(directory));
    }
  }

  /** Whether a path is a directory, not a link, of a user and accessible to that user only. */
  private static boolean isPrivate(Path path, UserPrincipal user) throws IOException {
    try {
      return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(user)
          && FileModes.PRIVATE.isOfDirectory(path);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Deletes a directory, the lock last: if interrupted, another process can continue. */
  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
    private final Path top;
    private final Path lock;

    DeletingVisitor(Path top) {
      this.top = top;
      this.lock = top.resolve(LOCK);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!file.equals(lock)) {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE; // Another process deletes the same directory.
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (directory.equals(top)) {
        Files.deleteIfExists(lock);
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
