package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  @Test
  void write_partOfABuffer_isTheFile() throws IOException {
    ByteBuffer content = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.US_ASCII));
    content.position(2).limit(5);
    AtomicFile.write(directory.resolve("a"), content);
    assertThat(directory.resolve("a")).hasContent("234");
    assertThat(content.hasRemaining()).isFalse();
  }

  @Test
  void write_writerThatFails_leavesTheOldFileAlone() throws IOException {
    Path file = directory.resolve("a");
    Files.writeString(file, "old");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half");
                      throw new IllegalStateException("no more");
                    }));
    assertThat(file).hasContent("old");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void write_linkInThePlaceOfTheFile_replacesTheLink() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "mine");
    Path file = Files.createSymbolicLink(directory.resolve("a"), victim);

    AtomicFile.write(file, ByteBuffer.wrap(new byte[] {'b'}));

    assertThat(victim).hasContent("mine");
    assertThat(file).hasContent("b").isRegularFile().matches(path -> !Files.isSymbolicLink(path));
  }

  @Test
  void write_temporaryFileBecomesALink_isNotFollowed() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "mine");
    Path file = directory.resolve("a");

    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    temporary -> {
                      Files.delete(temporary);
                      Files.createSymbolicLink(temporary, victim);
                    }));

    assertThat(victim).hasContent("mine");
    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(victim));
  }

  @Test
  void write_whileOthersRead_theySeeTheOldOrTheNewWhole() throws Exception {
    Path file = directory.resolve("a");
    byte[] old = "a".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    byte[] next = "b".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(file, ByteBuffer.wrap(old));
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 100; i++) {
                writeUnchecked(file, i % 2 == 0 ? next : old);
              }
              done.set(true);
            });
    writer.start();
    while (!done.get()) {
      assertThat(Files.readAllBytes(file))
          .satisfiesAnyOf(
              seen -> assertThat(seen).isEqualTo(old), seen -> assertThat(seen).isEqualTo(next));
    }
    writer.join();
  }

  @Test
  void write_targetIsAFullDirectory_failsAndLeavesNothing() throws IOException {
    Path target = Files.createDirectory(directory.resolve("a"));
    Files.writeString(target.resolve("child"), "x");
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(target, ByteBuffer.wrap(new byte[1])));
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(target);
    }
  }

  @Test
  void write_noSuchDirectory_fails() {
    assertThatIOException()
        .isThrownBy(() -> AtomicFile.write(directory.resolve("no/a"), ByteBuffer.wrap(new byte[1])))
        .satisfies(e -> assertThat(AtomicFile.why(e)).isEqualTo("no such file or directory"));
  }

  @Test
  void why_anyFailure_isInWords() {
    assertThat(AtomicFile.why(new AccessDeniedException("/x"))).isEqualTo("permission denied");
    assertThat(AtomicFile.why(new FileSystemException("/x", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(AtomicFile.why(new NoSuchFileException("/x")))
        .isEqualTo("no such file or directory");
    assertThat(AtomicFile.why(new FileAlreadyExistsException("/x"))).isEqualTo("/x is in the way");
    assertThat(AtomicFile.why(new IOException("Stale file handle"))).isEqualTo("Stale file handle");
    assertThat(AtomicFile.why(new IOException())).isEqualTo("no reason given");
  }

  private static void writeUnchecked(Path file, byte[] content) {
    try {
      AtomicFile.write(file, ByteBuffer.wrap(content));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
