package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockFileTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("lock");
  }

  @Test
  void tryLock_whileHeld_isNull() throws Exception {
    try (LockFile first = locked()) {
      assertThat(LockFile.tryLock(file)).isNull();
      assertThat(LockFile.tryLock(file, FileModes.PRIVATE)).isNull();
    }
    locked().close();
    assertThat(file).exists();
  }

  /** Closing a second channel of the file would unlock it for other processes. */
  @Test
  void tryLock_triedTwiceHere_staysLockedForOtherProcesses() throws Exception {
    try (LockFile first = locked()) {
      assertThat(LockFile.tryLock(file)).isNull();
      assertThat(LockFile.tryLock(directory.resolve(".").resolve("lock"))).isNull();
      assertThat(otherProcessCanLock()).isFalse();
    }
    assertThat(otherProcessCanLock()).isTrue();
  }

  private boolean otherProcessCanLock() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(other.exitValue()).isBetween(0, 1);
    return other.exitValue() == 0;
  }

  /** Exits with 0 if it can lock a file, with 1 if not. */
  static final class OtherProcess {
    private OtherProcess() {}

    public static void main(String[] arguments) throws IOException {
      System.exit(LockFile.tryLock(Path.of(arguments[0])) == null ? 1 : 0);
    }
  }

  @Test
  void tryLock_noFile_isMadeOnlyWithModes() throws Exception {
    assertThatThrownBy(() -> LockFile.tryLock(file)).isInstanceOf(NoSuchFileException.class);

    locked().close();

    Objects.requireNonNull(LockFile.tryLock(file)).close();
  }

  @Test
  void tryLock_symbolicLink_isNotFollowed() throws Exception {
    Path target = Files.createFile(directory.resolve("target"));
    Files.createSymbolicLink(file, target);

    assertThatThrownBy(() -> LockFile.tryLock(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(this::locked).isInstanceOf(IOException.class);
  }

  @Test
  void delete_held_removesTheFileAndUnlocks() throws Exception {
    locked().delete();
    assertThat(file).doesNotExist();

    locked().close();
  }

  private LockFile locked() throws IOException {
    return Objects.requireNonNull(LockFile.tryLock(file, FileModes.PRIVATE));
  }
}
