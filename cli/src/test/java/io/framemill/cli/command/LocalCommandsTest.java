package io.framemill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.TestConsole;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.rendition.Profile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandsTest {
  private final TestConsole console = new TestConsole();
  @TempDir Path directory;

  @Test
  void transcode_filesThatCannotBe_namesEachAndWritesNothing() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty.mp4"));
    Path folder = Files.createDirectory(directory.resolve("folder.mp4"));
    Path missing = directory.resolve("missing.mp4");
    Path out = directory.resolve("out");

    int code =
        console.run(
            "transcode", "-o", out.toString(), empty.toString(), folder.toString(), missing + "");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err().lines())
        .containsExactly(
            "framemill: " + empty + ": is empty",
            "framemill: " + folder + ": is a directory, not a video",
            "framemill: " + missing + ": no such file");
    assertThat(out).doesNotExist();
  }

  @Test
  void transcode_outputOfSomeoneElse_isRefused() throws Exception {
    Path clip = Files.writeString(directory.resolve("clip.mp4"), "film");
    Path theirs = Files.createDirectories(directory.resolve("out/clip"));
    Path letter = Files.writeString(theirs.resolve("letters.txt"), "dear");

    int code = console.run("transcode", "-o", directory + "/out", clip.toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains(theirs.toString(), "job.json");
    assertThat(letter).hasContent("dear");
  }

  @Test
  void inspect_missingFile_saysSoInOneLine() {
    assertThat(console.run("inspect", "no-such.mp4")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).isEqualTo("framemill: no-such.mp4: no such file\n");
  }

  @Test
  void plan_unknownProfile_isWrongUsage() {
    assertThat(console.run("plan", "-p", "none", "no-such.mp4")).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(console.err().lines()).singleElement().asString().contains("hls-h264-quality");
  }

  @Test
  void serve_stateIsAFile_saysSoInOneLine() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    int code = console.run("serve", "--media", directory.toString(), "--state", file.toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains("--state " + file, "not a writable directory");
  }

  @Test
  void serve_passwordInTheAddressOfTheDatabase_isRefusedWithoutRepeatingIt() {
    for (String url :
        List.of("jdbc:postgresql://h/d?user=u&password=hidden", "jdbc:postgresql://u:hidden@h/d")) {
      int code = console.run("serve", "--media", directory.toString(), "--state", url);
      assertThat(code).isEqualTo(ExitCode.FAILED);
    }
    assertThat(console.err().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("FRAMEMILL_STATE_PASSWORD") && !line.contains("hidden"));
  }

  @Test
  void serve_otherDatabase_isRefused() {
    console.run("serve", "--media", directory.toString(), "--state", "jdbc:mysql://h/d");
    assertThat(console.err()).contains("not an address like jdbc:postgresql://host/database");
  }

  @Test
  void serve_noBroker_saysSoInOneLine() {
    console.with("FRAMEMILL_BROKER", "amqp://me:secret@127.0.0.1:1");
    console.with("FRAMEMILL_BROKER_WAIT", "0s");

    int code =
        console.run("serve", "--media", directory.toString(), "--state", directory.toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err().lines())
        .singleElement()
        .asString()
        .contains("127.0.0.1:1")
        .doesNotContain("secret");
  }

  @Test
  void profiles_json_isALineForEach() throws Exception {
    assertThat(console.run("profiles", "--json")).isEqualTo(ExitCode.DONE);

    List<String> lines = console.out().lines().toList();
    assertThat(lines).hasSameSizeAs(Profiles.builtInNames());
    byte[] first = lines.get(0).getBytes(StandardCharsets.UTF_8);
    assertThat(new MessageCodec().decode(first, Profile.class))
        .isEqualTo(Profiles.load(Profiles.DEFAULT));
  }

  @Test
  void profiles_showsTheLadders() {
    console.run("profiles");

    assertThat(console.out())
        .contains(Profiles.builtInNames())
        .contains("  720p   h264  CRF 21    at most 2800 kb/s  veryfast\n")
        .contains("segments of 4 s");
  }
}
