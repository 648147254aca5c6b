package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
  @TempDir private Path parent;

  @Test
  void path_again_isTheSamePrivateDirectory() throws IOException {
    TemporaryDirectory temporary = new TemporaryDirectory(parent);

    Path path = temporary.path();

    assertThat(temporary.path()).isEqualTo(path);
    assertThat(path).hasParent(parent);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
  }

  @Test
  void path_ofTwo_haveNamesOfTheirOwn() throws IOException {
    assertThat(new TemporaryDirectory(parent).path())
        .isNotEqualTo(new TemporaryDirectory(parent).path());
  }

  @Test
  void path_directoryWasDeleted_isMadeAgain() throws IOException {
    TemporaryDirectory temporary = new TemporaryDirectory(parent);
    Path first = temporary.path();
    deleteWithLock(first);

    assertThat(temporary.path()).isNotEqualTo(first).isDirectory();
  }

  @Test
  void path_anotherDirectoryTookItsPlace_isMadeAgain() throws IOException {
    TemporaryDirectory temporary = new TemporaryDirectory(parent);
    Path first = temporary.path();
    deleteWithLock(first);
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.createSymbolicLink(first, open);

    assertThat(temporary.path()).isNotEqualTo(first);
  }

  @Test
  void path_processEnds_isDeletedWithAllThatIsInIt() throws Exception {
    assertThat(TemporaryFilesProgram.start(parent).waitFor(1, TimeUnit.MINUTES)).isTrue();

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void sweep_processWasKilled_deletesWhatItLeft() throws Exception {
    Process program = TemporaryFilesProgram.startAndWait(parent);
    Path left = only(parent);
    program.destroyForcibly().waitFor();
    assertThat(left.resolve("deep/file")).exists();

    TemporaryDirectory ours = new TemporaryDirectory(parent);
    ours.sweep();

    assertThat(left).doesNotExist();
    assertThat(ours.path()).exists();
  }

  @Test
  void sweep_processRuns_leavesItsDirectoryAlone() throws Exception {
    Process program = TemporaryFilesProgram.startAndWait(parent);
    Path used = only(parent);
    try {
      new TemporaryDirectory(parent).sweep();
      new TemporaryDirectory(parent).sweep();

      assertThat(used.resolve("deep/file")).exists();
    } finally {
      program.destroyForcibly().waitFor();
    }
  }

  @Test
  void sweep_directoryOfThisProcess_staysLocked() throws Exception {
    TemporaryDirectory first = new TemporaryDirectory(parent);
    Path path = first.path();

    new TemporaryDirectory(parent).sweep();
    Process other = TemporaryFilesProgram.startAndWait(parent);
    other.destroyForcibly().waitFor();

    assertThat(path).exists();
  }

  @Test
  void sweep_hostileLinks_areNotFollowed() throws Exception {
    Path victim = Files.createDirectory(parent.resolve("victim"));
    Files.createFile(victim.resolve(TemporaryDirectory.LOCK));
    Path precious = Files.writeString(victim.resolve("precious"), "mine");
    Path link = parent.resolve(TemporaryDirectory.PREFIX + "link");
    Files.createSymbolicLink(link, victim);
    Path left =
        Files.createDirectory(
            parent.resolve(TemporaryDirectory.PREFIX + "left"), FileModes.PRIVATE.ofDirectory());
    Files.createFile(left.resolve(TemporaryDirectory.LOCK));
    Files.createSymbolicLink(left.resolve("victim"), victim);

    new TemporaryDirectory(parent).sweep();

    assertThat(left).doesNotExist();
    assertThat(link).isSymbolicLink();
    assertThat(precious).hasContent("mine");
  }

  @Test
  void sweep_directoryThatOthersMayEnter_isNotOurs() throws Exception {
    Path open = Files.createDirectory(parent.resolve(TemporaryDirectory.PREFIX + "open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(open.resolve(TemporaryDirectory.LOCK));

    new TemporaryDirectory(parent).sweep();

    assertThat(open).exists();
  }

  private static void deleteWithLock(Path directory) throws IOException {
    Files.delete(directory.resolve(TemporaryDirectory.LOCK));
    Files.delete(directory);
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      List<Path> paths = all.toList();
      assertThat(paths).hasSize(1);
      return paths.get(0);
    }
  }
}
