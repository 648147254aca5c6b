package io.framemill.controller.store.database;

import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.TemporaryDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library. The driver unpacks it at each start, to the directory that the property
 * {@code org.sqlite.tmpdir} names, and compares it; it skips both where the property {@code
 * org.sqlite.lib.path} names a directory that has it (sqlite-jdbc 3.50, USAGE.md).
 */
public final class SqliteLibrary {
  private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String PATH_PROPERTY = "org.sqlite.lib.path";
  private static final String TMPDIR_PROPERTY = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /**
   * Makes the driver unpack the library to a directory that no other user can change. Deletes the
   * directories of killed processes.
   *
   * @throws StoreException if there is no such directory
   */
  static void unpackPrivately() {
    if (System.getProperty(PATH_PROPERTY) != null || System.getProperty(TMPDIR_PROPERTY) != null) {
      return;
    }
    try {
      Path directory = TemporaryDirectory.ofThisProcess().path();
      System.setProperty(TMPDIR_PROPERTY, directory.toString());
    } catch (IOException e) {
      throw new StoreException("SQLite cannot be unpacked: " + AtomicFile.why(e), e);
    }
    try {
      TemporaryDirectory.ofThisProcess().sweep();
    } catch (IOException e) {
      log.warn("Temporary files of killed processes cannot be deleted: {}", e.toString());
    }
  }

  /**
   * Unpacks the library of this platform permanently.
   *
   * @param directory created if needed; the value for the property
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
