package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rights of other users to what the whole program writes, with slots of its own. */
class FileModesIT {
  private static final String PROFILE =
      """
      encodes:
        - height: 180
          maxRateKbps: 300
          preset: ultrafast
      packaging:
        mp4: [180]
      thumbnails: {}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "000, rwxrwxr-x, rw-r--r--",
    "022, rwxr-xr-x, rw-r--r--",
    "077, rwx------, rw-------",
  })
  void transcode_underAnUmask_outputIsForReaders(String umask, String directories, String files)
      throws Exception {
    Path out = directory.resolve("deep/out");
    Path profile = Files.writeString(directory.resolve("profile.yaml"), PROFILE);
    Path temporary = Files.createDirectory(directory.resolve("tmp"));

    Path source =
        TestClip.at(directory.resolve("clip.mp4")).size(320, 180).frames(24).sound(1_000).write();
    int code =
        run(
            umask,
            List.of("-Djava.io.tmpdir=" + temporary),
            Stream.of("transcode", "-p", profile, "-o", out, source)
                .map(Object::toString)
                .toList());

    assertThat(code).isZero();
    assertThat(modes(out, true)).containsExactly(directories);
    assertThat(modes(out, false)).containsExactly(files);
    try (Stream<Path> all = Files.walk(out)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .contains("master.m3u8", "init.mp4", "job.json", "poster.jpg", "clip-180p.mp4");
    }
    assertThat(temporary).isEmptyDirectory();
  }

  /** JavaCPP would unpack and load libraries under a name that others can make first. */
  @Test
  void inspect_userWithoutHome_usesNothingThatOthersCanPlant() throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    Path planted = Files.createDirectories(temporary.resolve(javacppName() + "/cache"));

    int code =
        run(
            "022",
            List.of("-Djava.io.tmpdir=" + temporary, "-Duser.home=" + directory.resolve("none")),
            List.of("inspect", Samples.SILENT.toString()));

    assertThat(code).isZero();
    assertThat(planted).isEmptyDirectory();
    assertThat(temporary)
        .isDirectoryNotContaining(file -> !file.endsWith(javacppName()))
        .isDirectoryContaining(file -> file.endsWith(javacppName()));
  }

  @Test
  void worker_noTemporaryDirectory_saysSoAndExits() {
    Path missing = directory.resolve("missing");

    try (FramemillProcess worker =
        FramemillProcess.start(
            directory,
            Map.of("FRAMEMILL_BROKER", "amqp://localhost:1"),
            List.of("-Djava.io.tmpdir=" + missing),
            List.of("worker", "--media", directory.toString()))) {
      assertThat(worker.exitCode()).isEqualTo(1);
      assertThat(worker.err()).contains("No temporary directory in " + missing);
    }
  }

  private static String javacppName() {
    return ".javacpp-" + System.getProperty("user.name");
  }

  private int run(String umask, List<String> jvmArguments, List<String> arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("framemill.root") + "/target/dist/lib/*"));
    command.addAll(jvmArguments);
    command.add("io.framemill.cli.Main");
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static Set<String> modes(Path root, boolean ofDirectories) throws IOException {
    Set<String> modes = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.toList()) {
        if (Files.isDirectory(file) == ofDirectories) {
          modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
    }
    return modes;
  }
}
