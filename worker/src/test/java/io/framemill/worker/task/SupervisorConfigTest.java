package io.framemill.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.storage.FileModes;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotCommand;
import io.framemill.worker.process.SlotLimits;
import io.framemill.worker.slot.SlotMain;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorConfigTest {
  @Test
  void ofThisProcess_always_hasTheDocumentedDefaults() {
    SupervisorConfig config = SupervisorConfig.ofThisProcess(3, "1.2");

    assertThat(config.workerId())
        .matches(
            Pattern.quote(config.host()) + "-" + ProcessHandle.current().pid() + "-[0-9a-f]{4}");
    assertThat(config.release()).isEqualTo("1.2");
    assertThat(config.slots()).isEqualTo(3);
    assertThat(config.aliveInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.limits().silence()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.limits().residentBytes()).isGreaterThanOrEqualTo(1L << 30);
    assertThat(config.limits().taskTime()).isEqualTo(Duration.ofHours(6));
    assertThat(config.limits().writtenBytes()).isEqualTo(128L << 30);
    assertThat(config.limits().source())
        .isEqualTo(new SourceLimits(67_108_864, 200, 1000, Duration.ofHours(48).toMillis()));
    assertThat(config.command()).isEqualTo(SlotCommand.ofThisJvm());
  }

  @Test
  void constructor_noSlots_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SupervisorConfig.ofThisProcess(0, "1.2"))
        .withMessageContaining("0");
  }

  @Test
  void constructor_limitsOfNothing_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlotLimits(Duration.ZERO, 1))
        .withMessageContaining("PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SlotLimits(Duration.ofSeconds(1), 0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SourceLimits(SourceLimits.MAX_PICTURE_PIXELS + 1, 1, 1, 1))
        .withMessage("pixels: 1 to 134217728, not 134217729");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SourceLimits(1, 1, 1, 0))
        .withMessageStartingWith("milliseconds: 1 to");
  }

  @Test
  void slotCommand_ofThisJvm_startsTheSlotProgramWithASmallHeap() {
    SlotCommand command = SlotCommand.ofThisJvm();

    assertThat(command.arguments("slot-1", Path.of("private")))
        .startsWith(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m")
        .contains("-Xmn8m", "-XX:+ExitOnOutOfMemoryError", "-XX:+DisplayVMOutputToStderr")
        .endsWith(SlotMain.class.getName())
        .noneMatch(argument -> argument.contains("SharedArchiveFile"));
  }

  @Test
  void slotCommand_classPath_hasDirectoriesAndWhatASlotNeeds() {
    assertThat(
            SlotCommand.classPathOf(
                String.join(
                    File.pathSeparator,
                    "worker/target/classes",
                    "lib/amqp-client-5.37.0.jar",
                    "lib/framemill-controller-0.1.0.jar",
                    "lib/framemill-worker-0.1.0.jar",
                    "jackson-core-2.20.1.jar",
                    "lib/slf4j-simple.d/sqlite-jdbc-3.50.3.0.jar")))
        .isEqualTo(
            String.join(
                File.pathSeparator,
                "worker/target/classes",
                "lib/framemill-worker-0.1.0.jar",
                "jackson-core-2.20.1.jar"));
  }

  @Test
  void slotCommand_withClassArchive_usesItIfItFits() {
    SlotCommand command =
        new SlotCommand(Path.of("java"), "slot.jar", "io.framemill.Slot", Path.of("slot.jsa"));

    assertThat(command.arguments("slot-1", Path.of("private")))
        .contains("-XX:SharedArchiveFile=slot.jsa", "-Xshare:auto");
  }

  @Test
  void slotCommand_temporaryFiles_goToThePrivateDirectory() {
    Path temporary = Path.of("private");

    assertThat(SlotCommand.ofThisJvm().arguments("slot-1", temporary))
        .contains(
            "-XX:ErrorFile=" + temporary.resolve("slot-1-crash.log"),
            "-Djava.io.tmpdir=" + temporary)
        .anyMatch(argument -> argument.startsWith("-Dorg.bytedeco.javacpp.cachedir="));
  }

  @Test
  void libraryCache_homeThatCanBeWrittenTo_isOfTheUserAlone(@TempDir Path home) throws Exception {
    Path cache = SlotCommand.libraryCache(home, Files.createDirectory(home.resolve("private")));

    assertThat(cache).isEqualTo(home.resolve(".javacpp/cache"));
    assertThat(Files.getPosixFilePermissions(cache))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void libraryCache_noHome_isPrivate(@TempDir Path directory) throws Exception {
    Path temporary = Files.createDirectory(directory.resolve("private"));
    Path file = Files.createFile(directory.resolve("file"));

    assertThat(
            Stream.of(directory.resolve("missing"), file, Path.of("?"))
                .map(home -> SlotCommand.libraryCache(home, temporary)))
        .containsOnly(temporary.resolve("javacpp"));
    assertThat(directory.resolve("missing")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "'', rwxrwxrwx",
    "'', rwxrwxr-x",
    ".javacpp, rwxrwxr-x",
    ".javacpp/cache, rwxrwxrwx",
  })
  void libraryCache_othersCanPutALibraryThere_isPrivate(
      String open, String mode, @TempDir Path home, @TempDir Path temporary) throws Exception {
    Files.createDirectories(home.resolve(".javacpp/cache"), FileModes.PRIVATE.ofDirectory());
    Set<PosixFilePermission> rights = PosixFilePermissions.fromString(mode);
    Files.setPosixFilePermissions(home.resolve(open), rights);

    assertThat(SlotCommand.libraryCache(home, temporary)).isEqualTo(temporary.resolve("javacpp"));
  }

  @Test
  void slotCommand_environment_hasNoSecretsAndNoJvmOptions() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", "/bin");
    environment.put("FRAMEMILL_BROKER", "amqp://user:secret@host");
    environment.put("JAVA_TOOL_OPTIONS", "-Xmx9g");
    environment.put("LC_ALL", "C");
    environment.put("TMPDIR", "/tmp");

    SlotCommand.ofThisJvm().applyTo(environment, Path.of("private"));

    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("TMPDIR", "private"),
            Map.entry("LC_ALL", "C.UTF-8"),
            Map.entry("MALLOC_ARENA_MAX", "2"),
            Map.entry("MALLOC_MMAP_THRESHOLD_", "33554432"),
            Map.entry("MALLOC_TRIM_THRESHOLD_", "1073741824"),
            Map.entry("SVT_LOG", "1"));
  }
}
