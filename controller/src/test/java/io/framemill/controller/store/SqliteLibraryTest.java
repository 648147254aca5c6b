package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteLibraryTest {
  @TempDir private Path directory;

  @Test
  void unpack_leavesTheLibraryWhereTheDriverLooks() throws Exception {
    Path made = directory.resolve("sqlite");

    SqliteLibrary.unpack(made);

    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      assertThat(made.resolve(name)).hasBinaryContent(library.readAllBytes());
    }
  }
}
