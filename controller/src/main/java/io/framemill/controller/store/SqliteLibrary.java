package io.framemill.controller.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library. The driver unpacks it to the temporary directory at each start, reads it
 * again to compare, and leaves it there if the program is killed; all that is spared where the
 * property {@code org.sqlite.lib.path} names a directory that has it (sqlite-jdbc 3.50, USAGE.md).
 */
public final class SqliteLibrary {
  private SqliteLibrary() {}

  /**
   * Unpacks the library of this platform for good.
   *
   * @param directory made if need be; names what the property has to say
   * @throws IOException if that fails, also if the driver has no library for this platform
   */
  public static void unpack(Path directory) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SqliteLibrary.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("No " + resource + " in the driver of SQLite");
      }
      Files.createDirectories(directory);
      Files.copy(library, directory.resolve(name));
    }
  }
}
