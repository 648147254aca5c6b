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
 * Who may read and write the files that Framemill makes. The umask of the process takes rights
 * away, as for any program, and never adds one. Where files have no such modes, as on Windows, they
 * inherit the rights of their directory.
 */
public enum FileModes {
  /**
   * Output, which other users' web servers read: files {@code rw-r--r--}, for they are replaced and
   * never rewritten; directories {@code rwxrwxr-x}, so that workers of several users may share a
   * job where the umask leaves the group its rights.
   */
  OUTPUT("rw-r--r--", "rwxrwxr-x"),

  /** Uploads and locks, which a group may share and nobody else may read. */
  SHARED("rw-rw----", "rwxrwx---"),

  /** State and temporary files, of one user alone. */
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

  /** What a new file is made with. */
  public FileAttribute<?>[] ofFile() {
    return attributes(file);
  }

  /** What a new directory is made with. */
  public FileAttribute<?>[] ofDirectory() {
    return attributes(directory);
  }

  /**
   * Takes from a file that exists what others may do with it; does nothing if it is not there.
   *
   * @throws IOException if it cannot be changed, such as one of another user
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

  /** Whether a directory, not a link to one, gives nobody more rights than these. */
  public boolean isOfDirectory(Path path) throws IOException {
    return !POSIX
        || PosixFilePermissions.fromString(directory)
            .containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Whether a directory belongs to a user, and nobody but that user (and root) can put something in
   * it. Follows symbolic links.
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
