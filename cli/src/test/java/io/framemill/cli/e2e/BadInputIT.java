package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.sandbox.FileTrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person gets who asks for something that cannot be done. */
class BadInputIT {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @TempDir Path directory;
  private Path work;

  @BeforeEach
  void makeSources() throws IOException {
    work = Files.createDirectory(directory.resolve("work"));
    Files.writeString(directory.resolve("text.mp4"), "This is no video at all.\n".repeat(100));
    Files.createFile(directory.resolve("empty.mp4"));
    Files.createDirectory(directory.resolve("folder.mp4"));
    byte[] whole = Files.readAllBytes(Samples.BUNNY);
    Files.write(directory.resolve("noise.mp4"), Arrays.copyOfRange(whole, 5000, 8000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.mp4", "text.mp4", "empty.mp4", "folder.mp4", "noise.mp4"})
  void transcode_noVideo_failsWithOneLineThatNamesTheFile(String name) throws IOException {
    FramemillProcess program = transcode("-q", source(name));

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, name);
    leavesNothingBehind();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ncanary.mp4\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile canary.mp4\n"
      })
  void transcode_playlistOfAnotherVideo_failsAndDoesNotOpenThat(String playlist)
      throws IOException {
    Files.writeString(directory.resolve("list.mp4"), playlist);
    byte[] video = Files.readAllBytes(Samples.BUNNY);
    try (FileTrap canary = FileTrap.lay(directory.resolve("canary.mp4"), video)) {
      FramemillProcess program = transcode("-q", source("list.mp4"));

      assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
      saysOneLineAbout(program, "list.mp4 is a playlist, which only names other files");
      assertThat(canary.timesOpened()).isZero();
    }
    leavesNothingBehind();
  }

  @Test
  void transcode_noVideoWithLog_showsNoStackTrace() {
    FramemillProcess program = transcode(source("text.mp4"));

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    assertThat(program.err()).contains("text.mp4").doesNotContain("\tat ", "Exception");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void transcode_oneOfTwoIsBad_writesTheOtherAndFails() {
    FramemillProcess program =
        transcode("-q", source("text.mp4"), Samples.SILENT.toAbsolutePath().toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    assertThat(program.err().lines()).singleElement().asString().contains("text.mp4");
    assertThat(program.out()).isEqualTo("out/testsrc_360p_8s/master.m3u8\n");
    assertThat(work.resolve("out/testsrc_360p_8s/master.m3u8")).exists();
    assertThat(work.resolve("out/text")).doesNotExist();
  }

  @Test
  void transcode_outputIsAFile_failsWithOneLineAndLeavesTheFile() throws IOException {
    Path file = Files.writeString(work.resolve("taken"), "mine");

    FramemillProcess program =
        transcode("-q", "-o", "taken", Samples.SILENT.toAbsolutePath().toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, "taken");
    assertThat(file).hasContent("mine");
    assertThat(contents()).containsExactly("taken");
  }

  @Test
  void transcode_outputInReadOnlySystem_failsWithOneLine() throws IOException {
    FramemillProcess program =
        transcode("-q", "-o", "/proc/framemill", Samples.SILENT.toAbsolutePath().toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, "/proc/framemill");
    assertThat(Path.of("/proc/framemill")).doesNotExist();
    leavesNothingBehind();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--no-such-option", "--slots=none", "--profile=no-such-profile"})
  void transcode_wrongOption_isWrongUsage(String option) throws IOException {
    FramemillProcess program = transcode(option, Samples.SILENT.toAbsolutePath().toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(WRONG_USAGE);
    assertThat(program.err().lines().findFirst().orElse(""))
        .contains(option.substring(option.indexOf('=') + 1));
    assertThat(program.err()).doesNotContain("\tat ");
    assertThat(program.out()).isEmpty();
    leavesNothingBehind();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void transcode_nameThatIsNoUtf8_failsWithOneLineThatSaysSo() throws IOException {
    assertThat(shell("cp '" + Samples.SILENT + "' \"$(printf 'caf\\351.mp4')\"")).isZero();

    FramemillProcess program =
        FramemillProcess.runInShell(directory, "transcode \"$(printf 'caf\\351.mp4')\"");

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, "not valid UTF-8: the path " + directory + "/caf\\xE9.mp4");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void transcode_inADirectoryWhoseNameIsNoUtf8_failsWithOneLineThatSaysSo() throws IOException {
    assertThat(
            shell(
                "d=\"$(printf 'd\\351')\" && mkdir \"$d\" && cp '"
                    + Samples.SILENT
                    + "' \"$d/a.mp4\""))
        .isZero();

    FramemillProcess program =
        FramemillProcess.runInShell(
            directory, "inspect \"$(printf '%s/d\\351/a.mp4' '" + directory + "')\"");

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, "not valid UTF-8: the path " + directory + "/d\\xE9/a.mp4");
  }

  /** Java cannot name such files on its own command lines. */
  private int shell(String script) throws IOException {
    try {
      return new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted", e);
    }
  }

  @Test
  void transcode_noFile_isWrongUsage() throws IOException {
    FramemillProcess program = transcode();

    assertThat(program.exitCode()).as("%s", program).isEqualTo(WRONG_USAGE);
    assertThat(program.err()).containsIgnoringCase("file");
    leavesNothingBehind();
  }

  @Test
  void framemill_unknownCommand_isWrongUsage() {
    FramemillProcess program = FramemillProcess.run(work, "transmogrify");

    assertThat(program.exitCode()).as("%s", program).isEqualTo(WRONG_USAGE);
    assertThat(program.err()).contains("transmogrify");
  }

  @Test
  void submit_noServer_failsWithOneLineThatNamesTheServer() {
    FramemillProcess program = FramemillProcess.run(work, "list", "--server", "http://127.0.0.1:9");

    assertThat(program.exitCode()).as("%s", program).isEqualTo(FAILED);
    saysOneLineAbout(program, "127.0.0.1:9");
  }

  private FramemillProcess transcode(String... arguments) {
    return FramemillProcess.run(
        work, Stream.concat(Stream.of("transcode"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String source(String name) {
    return directory.resolve(name).toString();
  }

  private static void saysOneLineAbout(FramemillProcess program, String subject) {
    assertThat(program.err().lines())
        .as("%s", program)
        .singleElement()
        .asString()
        .contains(subject);
    assertThat(program.out()).isEmpty();
  }

  private void leavesNothingBehind() throws IOException {
    assertThat(contents()).isEmpty();
  }

  /** Files and directories below the directory that the program was started in. */
  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files.skip(1).map(file -> work.relativize(file).toString()).toList();
    }
  }
}
