package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(made.resolve(name)).isRegularFile();
    // Loading it is what the driver does with the property.
    System.load(made.resolve(name).toString());
  }
}
