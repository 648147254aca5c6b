package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.protocol.media.SourceStamp;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDirectoryTest extends StorageContract {
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

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  void putSource(String key, String content) throws IOException {
    Path file = in.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Override
  String output(String key) throws IOException {
    return Files.readString(out.resolve(key));
  }

  @Test
  void source_file_isFound() throws IOException {
    Files.createDirectory(in.resolve("films"));
    Path file = Files.writeString(in.resolve("films/a.mp4"), "x");
    assertThat(storage.source("films/a.mp4")).isEqualTo(file);
    assertThat(storage.source("films/../films/./a.mp4")).isEqualTo(file);
  }

  @Test
  void source_notThere_mayBeThereAtAnotherTry() {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage.source("b.mp4"))
        .withMessage("No such file: " + in.resolve("b.mp4"))
        .satisfies(e -> assertThat(e.isRefusal()).isFalse());
  }

  @Test
  void stamp_fileThatGrows_isAnotherOne() throws IOException {
    Path file = Files.writeString(in.resolve("a.mp4"), "x");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_795_000_000_123L));
    assertThat(storage.stamp("a.mp4")).contains(new SourceStamp(1, 1_795_000_000_123L));

    Files.writeString(file, "xy");

    assertThat(storage.stamp("a.mp4").orElseThrow().sizeBytes()).isEqualTo(2);
  }

  @Test
  void stamp_outsideOfTheRoot_isRefused() throws IOException {
    Path outside = Files.writeString(directory.resolve("secret"), "x");
    Files.createSymbolicLink(in.resolve("link"), outside);
    for (String key : new String[] {"../secret", "link"}) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> storage.stamp(key))
          .satisfies(e -> assertThat(e.isRefusal()).isTrue());
    }
  }

  @Test
  void source_noRegularFile_isRefusedWithoutBeingOpened() throws Exception {
    Files.createDirectory(in.resolve("films"));
    // Whoever opens it waits for ever.
    String pipe = in.resolve("pipe").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(in.resolve("socket")));
      for (String key : new String[] {"films", "pipe", "socket"}) {
        assertThatExceptionOfType(StorageException.class)
            .isThrownBy(() -> storage.source(key))
            .withMessage("Not a regular file: " + in.resolve(key))
            .satisfies(e -> assertThat(e.isRefusal()).isTrue());
      }
    }
  }

  @Test
  void source_linkChangedAfterwards_isStillTheFileThatWasChecked() throws IOException {
    Path film = Files.writeString(in.resolve("film"), "film");
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Path link = Files.createSymbolicLink(in.resolve("link"), film);
    Files.createDirectory(in.resolve("films"));
    Files.createSymbolicLink(in.resolve("films/deep"), in);

    Path direct = storage.source("link");
    Path deep = storage.source("films/deep/link");
    Files.delete(link);
    Files.createSymbolicLink(link, secret);

    assertThat(direct).hasContent("film");
    assertThat(deep).hasContent("film");
  }

  @Test
  void outputDirectory_linkChangedAfterwards_isStillTheOneThatWasChecked() throws IOException {
    Files.createDirectories(out.resolve("store"));
    Path link = Files.createSymbolicLink(out.resolve("job"), out.resolve("store"));

    Path job = storage.outputDirectory("job/video");
    Files.delete(link);
    Files.createSymbolicLink(link, directory);

    assertThat(job.toRealPath()).startsWith(out.toRealPath());
  }

  @Test
  void source_rootOfTheFileSystem_keepsThePathThatPeopleKnow() throws IOException {
    Path film = Files.writeString(in.resolve("film"), "film");
    Path link = Files.createSymbolicLink(in.resolve("link"), film);
    Path root = link.getRoot();

    assertThat(new SharedDirectory(root, out).source(root.relativize(link).toString()))
        .isEqualTo(link);
  }

  /** Whatever a key is made of, what it is taken for lies below the root. */
  @Test
  void anyKey_ofAnyParts_isRefusedOrStaysInside() throws IOException {
    Files.createDirectories(in.resolve("a/b"));
    Files.createDirectory(out);
    Files.writeString(directory.resolve("secret"), "x");
    for (Path file : new Path[] {in.resolve("f"), in.resolve("a/f"), in.resolve("a/b/f")}) {
      Files.writeString(file, "x");
    }
    for (Path root : new Path[] {in, out}) {
      Files.createSymbolicLink(root.resolve("up"), directory);
      Files.createSymbolicLink(root.resolve("here"), root);
      Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
    }
    String[] parts = {
      "a",
      "b",
      "f",
      "..",
      ".",
      "",
      "up",
      "here",
      "loop",
      "in",
      "out",
      "secret",
      "~",
      "-",
      "\\..",
      "\0",
      "\n",
      "%2e%2e",
      "..\u2215",
      "\u202e",
      "CON",
      "x".repeat(300)
    };
    Random random = new Random(4);
    int taken = 0;
    for (int i = 0; i < 5000; i++) {
      StringJoiner key = new StringJoiner("/", random.nextInt(8) == 0 ? "/" : "", "");
      for (int n = random.nextInt(6); n >= 0; n--) {
        key.add(parts[random.nextInt(parts.length)]);
      }
      taken += staysInside(storage::source, key.toString(), in) ? 1 : 0;
      taken += staysInside(storage::outputDirectory, key.toString(), out) ? 1 : 0;
    }
    assertThat(taken).as("keys that were taken").isGreaterThan(100);
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(in, out, directory.resolve("secret"));
    }
  }

  private static boolean staysInside(Function<String, Path> use, String key, Path root)
      throws IOException {
    Path path;
    try {
      path = use.apply(key);
    } catch (StorageException e) {
      return false;
    }
    assertThat(path.toRealPath()).as(key).startsWith(root.toRealPath()).isNotEqualTo(root);
    return true;
  }

  @Test
  void missing_filesThatAreThere_orEmpty_orLinks_orNot() throws IOException {
    storage.write("film/1.m4s", new byte[] {1});
    Files.createFile(out.resolve("film/2.m4s"));
    Files.createSymbolicLink(out.resolve("film/3.m4s"), out.resolve("film/1.m4s"));
    Files.createSymbolicLink(out.resolve("film/4.m4s"), out.resolve("film/2.m4s"));
    List<String> names = List.of("1.m4s", "2.m4s", "3.m4s", "4.m4s", "5.m4s");
    assertThat(storage.missing("film", names)).containsExactlyInAnyOrder("2.m4s", "4.m4s", "5.m4s");
    assertThat(storage.missing("other", names)).hasSize(5);
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
      strings = {
        "",
        ".",
        "..",
        "../in/../secret",
        "a/../../secret",
        "/etc/passwd",
        "a/..",
        "\0",
        "in/"
      })
  void anyKey_thatLeavesItsRoot_isRefused(String key) throws IOException {
    Files.writeString(directory.resolve("secret"), "x");
    for (Runnable use : uses(key)) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.isRefusal()).isTrue());
    }
    assertThat(directory.resolve("secret")).hasContent("x");
  }

  @Test
  void anyKey_absolute_isRefusedEvenInsideItsRoot() throws IOException {
    String inside = Files.writeString(in.resolve("a.mp4"), "x").toString();
    for (Runnable use : uses(inside)) {
      assertThatExceptionOfType(StorageException.class).isThrownBy(use::run);
    }
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

  private Runnable[] uses(String key) {
    return new Runnable[] {
      () -> storage.source(key),
      () -> storage.outputDirectory(key),
      () -> storage.write(key, new byte[1]),
      () -> storage.missing(key, List.of("1.m4s")),
      () -> storage.location(key),
      () -> storage.deleteOutput(key)
    };
  }
}
