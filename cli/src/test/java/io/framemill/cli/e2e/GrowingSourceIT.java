package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that is still being copied in. */
class GrowingSourceIT {
  private static final int PIECE_BYTES = 188 * 4;
  private static final int MILLIS_PER_PIECE = 20;

  /** It stops growing at last, so that a program that does not see it comes to its end. */
  private static final int MAX_PIECES = 12_000;

  private static final String CHANGED =
      "the source changed while it was read; submit it when it is complete";

  private final ScheduledExecutorService copier = Executors.newSingleThreadScheduledExecutor();
  @TempDir private Path directory;

  @AfterEach
  void stopCopying() {
    copier.shutdownNow();
  }

  @Test
  void transcode_fileThatStillGrows_failsAndSaysThatItChanged() throws IOException {
    Path whole = TestClip.at(directory.resolve("whole.ts")).frames(960).write();
    Path source = directory.resolve("growing.ts");
    copySlowly(Files.readAllBytes(whole), source);

    FramemillProcess program = FramemillProcess.run(directory, "transcode", source.toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
    assertThat(program.err()).contains("growing.ts", CHANGED);
    assertThat(directory.resolve("out/growing")).doesNotExist();
  }

  /** Begins with half of it, and goes on from the beginning when it comes to the end. */
  private void copySlowly(byte[] bytes, Path target) throws IOException {
    Files.write(target, Arrays.copyOf(bytes, bytes.length / 2));
    for (int piece = 0; piece < MAX_PIECES; piece++) {
      int from = (bytes.length / 2 + piece * PIECE_BYTES) % bytes.length;
      byte[] next = Arrays.copyOfRange(bytes, from, Math.min(from + PIECE_BYTES, bytes.length));
      copier.schedule(
          () -> append(target, next), (long) piece * MILLIS_PER_PIECE, TimeUnit.MILLISECONDS);
    }
  }

  private static void append(Path file, byte[] piece) {
    try {
      Files.write(file, piece, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
