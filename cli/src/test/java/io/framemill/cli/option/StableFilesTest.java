package io.framemill.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.cli.console.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a clock that only sleeping moves. */
class StableFilesTest {
  @TempDir Path directory;
  private Path film;
  private Duration now = Duration.ofDays(3);
  private Duration slept = Duration.ZERO;

  /** What happens to the files while the waiting one sleeps. */
  private interface Meanwhile {
    void happens(Duration slept) throws IOException;
  }

  @BeforeEach
  void makeFile() throws IOException {
    film = Files.writeString(directory.resolve("film.mp4"), "x");
  }

  @Test
  void await_fileThatStaysAsItIs_takesTheQuietTime() throws Exception {
    await(time -> {}, film);

    assertThat(slept).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void await_fileThatGrows_waitsUntilItHasNotGrownForThatLong() throws Exception {
    await(
        time -> {
          if (time.toSeconds() <= 12) {
            Files.writeString(film, "more", StandardOpenOption.APPEND);
          }
        },
        film);

    assertThat(slept).isBetween(Duration.ofSeconds(17), Duration.ofSeconds(18));
  }

  @Test
  void await_fileThatIsWrittenToInPlace_waits() throws Exception {
    FileTime before = Files.getLastModifiedTime(film);
    await(
        time -> {
          if (time.toSeconds() == 3) {
            Files.setLastModifiedTime(film, FileTime.fromMillis(before.toMillis() - 10_000));
          }
        },
        film);

    assertThat(slept).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
  }

  @Test
  void await_secondOfTwoFilesGrows_waitsForBoth() throws Exception {
    Path other = Files.createFile(directory.resolve("other.mp4"));
    await(
        time -> {
          if (time.toSeconds() <= 7) {
            Files.writeString(other, "more", StandardOpenOption.APPEND);
          }
        },
        film,
        other);

    assertThat(slept).isGreaterThanOrEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void await_fileThatVanishes_isAnError() {
    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> await(time -> Files.deleteIfExists(film), film))
        .withMessage(film + ": was deleted while waiting for it");
  }

  @Test
  void await_noSuchFile_isAnErrorAtOnce() {
    Path missing = directory.resolve("missing.mp4");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> await(time -> {}, missing))
        .withMessage(missing + ": no such file");
    assertThat(slept).isZero();
  }

  private void await(Meanwhile meanwhile, Path... files) throws InterruptedException {
    new StableFiles(
            Duration.ofSeconds(5),
            () -> now.toNanos(),
            time -> {
              now = now.plus(time);
              slept = slept.plus(time);
              try {
                meanwhile.happens(slept);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .await(List.of(files));
  }
}
