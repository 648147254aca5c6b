package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDirectoryTest {
  @TempDir private Path directory;
  private Path in;
  private Path out;
  private Storage storage;

  @BeforeEach
  void makeRoots() throws IOException {
    in = Files.createDirectory(directory.resolve("in"));
    out = directory.resolve("out");
    storage = new SharedDirectory(in, out);
  }

  @Test
  void source_file_isFound() throws IOException {
    Files.createDirectory(in.resolve("films"));
    Path file = Files.writeString(in.resolve("films/a.mp4"), "x");
    assertThat(storage.source("films/a.mp4")).isEqualTo(file);
    assertThat(storage.source("films/../films/./a.mp4")).isEqualTo(file);
  }

  @Test
  void source_notThereOrDirectory_saysWhichFile() throws IOException {
    Files.createDirectory(in.resolve("films"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.source("b.mp4"))
        .withMessage("No such file: " + in.resolve("b.mp4"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.source("films"))
        .withMessage("No such file: " + in.resolve("films"));
  }

  @Test
  void sweepOutput_temporaryFilesOfKilledWriters_areGoneAndOthersStay() throws IOException {
    storage.write("film/video/1.m4s", new byte[] {1});
    Path left = Files.writeString(out.resolve("film/video/.framemill-4711"), "half");
    storage.sweepOutput("film");
    storage.sweepOutput("nothing-there");
    assertThat(left).doesNotExist();
    assertThat(out.resolve("film/video/1.m4s")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../in/../secret", "a/../../secret", "/etc/passwd", "a/..", "\0"})
  void anyKey_thatLeavesItsRoot_isRefused(String key) throws IOException {
    Files.writeString(directory.resolve("secret"), "x");
    for (Runnable use : uses(key)) {
      assertThatExceptionOfType(StorageException.class).isThrownBy(use::run);
    }
    assertThat(directory.resolve("secret")).hasContent("x");
  }

  @Test
  void anyKey_throughALinkThatLeavesItsRoot_isRefused() throws IOException {
    Path secret = Files.createDirectory(directory.resolve("secret"));
    Files.writeString(secret.resolve("file"), "x");
    Files.createDirectory(out);
    for (Path root : new Path[] {in, out}) {
      Files.createSymbolicLink(root.resolve("link"), secret);
      Files.createSymbolicLink(root.resolve("dangling"), directory.resolve("not-there"));
    }
    for (String key : new String[] {"link/file", "link", "link/new/file", "dangling"}) {
      for (Runnable use : uses(key)) {
        assertThatExceptionOfType(StorageException.class)
            .as(key)
            .isThrownBy(use::run)
            .withMessageContaining("leaves");
      }
    }
    assertThat(secret).isDirectoryContaining("glob:**/file");
    assertThat(secret.resolve("file")).hasContent("x");
  }

  @Test
  void anyKey_throughALinkThatStaysInside_isTaken() throws IOException {
    Files.writeString(in.resolve("a.mp4"), "x");
    Files.createSymbolicLink(in.resolve("b.mp4"), in.resolve("a.mp4"));
    assertThat(storage.source("b.mp4")).hasContent("x");
  }

  @Test
  void roots_thatAreLinks_areFollowed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), in);
    Files.writeString(in.resolve("a.mp4"), "x");
    assertThat(new SharedDirectory(link, out).source("a.mp4")).hasContent("x");
  }

  @Test
  void write_newAndOldFile_isReplacedAndNothingElseIsLeft() throws IOException {
    storage.write("job/name/job.json", new byte[] {'1'});
    storage.write("job/name/job.json", new byte[] {'2'});
    assertThat(out.resolve("job/name/job.json")).hasContent("2");
    try (var files = Files.list(out.resolve("job/name"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void write_fileInTheWayOfADirectory_saysWhatIsInTheWay() throws IOException {
    Files.createDirectory(out);
    Path blocking = Files.writeString(out.resolve("job"), "x");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.write("job/name/a", new byte[1]))
        .withMessageStartingWith("File cannot be written: " + out.resolve("job/name/a"));
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.outputDirectory("job"))
        .withMessage(
            "Directory cannot be created: " + blocking + " (" + blocking + " is in the way)");
  }

  @Test
  void outputDirectory_isMadeWithItsParents() {
    assertThat(storage.outputDirectory("job/name/video")).isDirectory();
    assertThatCode(() -> storage.outputDirectory("job/name/video")).doesNotThrowAnyException();
  }

  @Test
  void location_isThePath() {
    assertThat(storage.location("job/name")).isEqualTo(out.resolve("job/name").toString());
  }

  @Test
  void deleteOutput_treeWithALink_deletesTheLinkAndNotItsTarget() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept"), "x");
    storage.write("job/a/b/c", new byte[1]);
    Files.createSymbolicLink(out.resolve("job/a/link"), kept);
    storage.deleteOutput("job/a");
    assertThat(out.resolve("job/a")).doesNotExist();
    assertThat(out.resolve("job")).isDirectory();
    assertThat(kept).hasContent("x");
  }

  @Test
  void deleteOutput_notThere_doesNothing() {
    assertThatCode(() -> storage.deleteOutput("never")).doesNotThrowAnyException();
  }

  private Runnable[] uses(String key) {
    return new Runnable[] {
      () -> storage.source(key),
      () -> storage.outputDirectory(key),
      () -> storage.write(key, new byte[1]),
      () -> storage.location(key),
      () -> storage.deleteOutput(key)
    };
  }
}
