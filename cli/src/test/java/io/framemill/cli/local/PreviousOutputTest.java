package io.framemill.cli.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.cli.console.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviousOutputTest {
  private static final String REPORT = "{\"job\": \"a\", \"profile\": {}, \"tasks\": []}";

  @TempDir Path directory;

  @Test
  void requireReplaceable_olderOutputEmptyOrNothing_isFine() throws Exception {
    output("older", REPORT);
    output("same", REPORT.replaceFirst("\\{", "{\"version\": 1, "));
    Files.createDirectory(directory.resolve("empty"));
    Path source = Files.writeString(directory.resolve("older.mp4"), "film");

    assertThatCode(() -> require(List.of("older", "same", "empty", "nothing"), source))
        .doesNotThrowAnyException();
  }

  @Test
  void requireReplaceable_foreignDirectoryOrFile_isRefused() throws Exception {
    Files.createFile(Files.createDirectory(directory.resolve("theirs")).resolve("x"));
    Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> require(List.of("theirs", "file")))
        .isInstanceOf(UserException.class)
        .message()
        .hasLineCount(2)
        .contains(directory + "/theirs: exists", directory + "/file: exists");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"job\": 1, \"profile\": 2}"})
  void requireReplaceable_reportOfAnotherProgram_isRefused(String report) throws Exception {
    output("theirs", report);

    assertThatThrownBy(() -> require(List.of("theirs")))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(directory + "/theirs: exists and was not written by Framemill");
  }

  @Test
  void requireReplaceable_outputOfANewerRelease_isRefusedWithBothVersions() throws Exception {
    output("clip", REPORT.replaceFirst("\\{", "{\"version\": 2, "));

    assertThatThrownBy(() -> require(List.of("clip")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            directory
                + "/clip: was written by a newer Framemill (job.json of version 2; this is"
                + " version 1); move it or choose another directory with -o DIR");
  }

  @Test
  void requireReplaceable_sourceInOlderOutput_isRefusedAndNamesBoth() throws Exception {
    Path older = output("clip", REPORT);
    Path source = Files.writeString(Files.createDirectory(older.resolve("mp4")).resolve("a"), "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), source);

    assertThatThrownBy(() -> require(List.of("clip"), source))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(source + ": is in " + older);
    assertThatThrownBy(() -> require(List.of("clip"), link))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(link + ": is in " + older);
  }

  @Test
  void requireReplaceable_linkInOlderOutput_isRefused() throws Exception {
    Path source = Files.writeString(directory.resolve("film.mp4"), "film");
    Path link = Files.createSymbolicLink(output("clip", REPORT).resolve("clip.mp4"), source);

    assertThatThrownBy(() -> require(List.of("clip"), link)).isInstanceOf(UserException.class);
  }

  private void require(List<String> names, Path... sources) {
    PreviousOutput.requireReplaceable(directory, names, List.of(sources));
  }

  private Path output(String name, String report) throws IOException {
    Path output = Files.createDirectory(directory.resolve(name));
    Files.writeString(output.resolve("job.json"), report);
    return output;
  }
}
