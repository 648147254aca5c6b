package io.framemill.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  @TempDir Path directory;

  @Test
  void prepare_missing_isMadeAndGoneAgainIfNothingCameOfIt() {
    Path deep = directory.resolve("a/b/c");

    try (OutputDirectory prepared = OutputDirectory.prepare(deep)) {
      assertThat(deep).isEmptyDirectory();
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void close_somethingCameOfIt_staysWithItsParents() throws Exception {
    Path deep = directory.resolve("a/b");

    try (OutputDirectory prepared = OutputDirectory.prepare(deep)) {
      Files.createDirectory(deep.resolve("clip"));
    }

    assertThat(deep.resolve("clip")).exists();
  }

  @Test
  void close_directoryWasThere_stays() {
    OutputDirectory.prepare(directory).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void prepare_placeOfAFile_isRefusedInOneLine() throws Exception {
    Path file = Files.writeString(directory.resolve("taken"), "mine");

    assertThatThrownBy(() -> OutputDirectory.prepare(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ": is not a directory; choose another with -o DIR");
    assertThatThrownBy(() -> OutputDirectory.prepare(file.resolve("below")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file.resolve("below") + ": cannot be written to (")
        .hasMessageNotContaining("\n");
    assertThat(file).hasContent("mine");
  }

  @Test
  void requireOurs_olderOutputEmptyOrNothing_isFine() throws Exception {
    Files.createFile(Files.createDirectory(directory.resolve("older")).resolve("job.json"));
    Files.createDirectory(directory.resolve("empty"));

    assertThatCode(
            () -> OutputDirectory.requireOurs(directory, List.of("older", "empty", "nothing")))
        .doesNotThrowAnyException();
  }

  @Test
  void requireOurs_foreignDirectoryOrFile_isRefused() throws Exception {
    Files.createFile(Files.createDirectory(directory.resolve("theirs")).resolve("x"));
    Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> OutputDirectory.requireOurs(directory, List.of("theirs", "file")))
        .isInstanceOf(UserException.class)
        .message()
        .hasLineCount(2)
        .contains(directory + "/theirs: exists", directory + "/file: exists");
  }
}
