package io.framemill.controller.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.store.JobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteLibraryTest {
  @TempDir private Path directory;

  /** A program that opens a store and prints what then lies in the temporary directory. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (JobStore store = JobStore.inMemory();
          Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
        files.forEach(file -> System.out.println(file.getFileName()));
      }
    }
  }

  @Test
  void open_libraryIsNotUnpackedYet_isUnpackedInAPrivateDirectory() throws Exception {
    Process program =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    assertThat(program.inputReader().lines())
        .singleElement()
        .satisfies(name -> assertThat(name).startsWith("framemill-tmp-"));
    assertThat(program.waitFor()).isZero();
    assertThat(directory).isEmptyDirectory();
  }

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
