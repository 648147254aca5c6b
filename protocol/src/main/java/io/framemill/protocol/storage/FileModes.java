package io.framemill.protocol.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Collections;
import java.util.Set;

/**
 * POSIX permissions of the files that Framemill creates. The process's umask removes permissions,
 * as for any program. Without POSIX modes, as on Windows, files inherit the permissions of their
 * directory.
 */
public enum FileModes {
  /**
   * Output, which other users' web servers read: files {@code rw-r--r--}, because they are replaced
   * and never rewritten; directories {@code rwxrwxr-x}, so that workers of several users can share
   * a job if the umask keeps the group's permissions.
   */
  OUTPUT("rw-r--r--", "rwxrwxr-x"),

  /** Uploads and locks, accessible to a group but not to others. */
  SHARED("rw-rw----", "rwxrwx---"),

  /** State and temporary files, accessible to one user only. */
  PRIVATE("rw-------", "rwx------");

  private static final Set<PosixFilePermission> WRITE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final String file;
  private final String directory;

  FileModes(String file, String directory) {
    this.file = file;
    this.directory = directory;
  }

  /** Attributes for creating a file. */
  public FileAttribute<?>[] ofFile() {
    return attributes(file);
  }

  /** Attributes for creating a directory. */
  public FileAttribute<?>[] ofDirectory() {
    return attributes(directory);
  }

  /**
   * Removes the permissions of others from an existing file; does nothing if it does not exist.
   *
   * @throws IOException if it cannot be changed, such as a file of another user
   */
  public void restrict(Path path) throws IOException {
    if (POSIX && Files.exists(path)) {
      Set<PosixFilePermission> allowed = PosixFilePermissions.fromString(file);
      Set<PosixFilePermission> actual = Files.getPosixFilePermissions(path);
      if (!allowed.containsAll(actual)) {
        actual.retainAll(allowed);
        Files.setPosixFilePermissions(path, actual);
      }
    }
  }

  /** Whether a path is a directory, not a link, with no more permissions than these. */
  public boolean isOfDirectory(Path path) throws IOException {
    return !POSIX
        || PosixFilePermissions.fromString(directory)
            .containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Whether a directory belongs to a user, and only that user (and root) can create files in it.
   * Follows symbolic links.
   */
  public static boolean isWritableOnlyBy(UserPrincipal user, Path directory) throws IOException {
    return !POSIX
        || (Files.getOwner(directory).equals(user)
            && Collections.disjoint(Files.getPosixFilePermissions(directory), WRITE_BY_OTHERS));
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
