package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On Linux alone names are any bytes; only a path that comes from a URI can have them here. */
@EnabledOnOs(OS.LINUX)
class NonUtf8NamesTest {
  private final TestConsole console = new TestConsole();
  @TempDir Path directory;

  @BeforeEach
  void requireUtf8() {
    assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
  }

  @Test
  void inspect_nameThatIsNoUtf8_saysThatAndWhatToDo() throws IOException {
    Files.writeString(path("caf%E9%20%C3%A9.mp4"), "film");

    int code = console.run("inspect", directory.resolve("caf\uFFFD é.mp4").toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    String escaped = directory + "/caf\\xE9 é.mp4";
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains(
            "not valid UTF-8: the path " + escaped, "Java cannot open", "ln $'" + escaped + "'");
  }

  @Test
  void inspect_directoryThatIsNoUtf8_saysThat() throws IOException {
    Files.writeString(Files.createDirectory(path("a%FFb")).resolve("it's.mp4"), "film");

    console.run("inspect", directory.resolve("a\uFFFDb/it's.mp4").toString());

    assertThat(console.err())
        .contains("the path " + directory + "/a\\xFFb/it's.mp4", "/a\\xFFb/it\\'s.mp4'");
  }

  @Test
  void inspect_noFileOfThatNameAtAll_saysSo() {
    console.run("inspect", directory.resolve("caf\uFFFD.mp4").toString());

    assertThat(console.err()).endsWith("no such file\n");
  }

  @Test
  void inspect_nameWithTheReplacementCharacterItself_isFound() throws IOException {
    Path file = Files.createFile(directory.resolve("caf\uFFFD.mp4"));

    console.run("inspect", file.toString());

    assertThat(console.err()).endsWith("is empty\n");
  }

  @Test
  void transcode_outputThatIsNoUtf8_isRefusedAndNotMadeUnderAnotherName() throws IOException {
    Path clip = Files.writeString(directory.resolve("clip.mp4"), "film");
    Path output = Files.createDirectory(path("out%E9")).resolveSibling("out\uFFFD");

    int code = console.run("transcode", "-o", output.toString(), clip.toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).contains("not valid UTF-8", "choose another with -o DIR");
    assertThat(output).doesNotExist();
  }

  /** A path whose name has bytes that no text has. */
  private Path path(String escapedName) {
    return Path.of(URI.create(directory.toUri() + escapedName));
  }
}
