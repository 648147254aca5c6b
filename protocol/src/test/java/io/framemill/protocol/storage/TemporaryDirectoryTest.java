package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void path_lockWasDeleted_isMadeAgain() throws IOException {
    TemporaryDirectory temporary = new TemporaryDirectory(parent);
    Path first = temporary.path();
    Files.delete(first.resolve(TemporaryDirectory.LOCK));

    assertThat(temporary.path().resolve(TemporaryDirectory.LOCK)).exists();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(60)
  void path_whileASweepTakesLong_doesNotWait() throws Exception {
    TemporaryDirectory temporary = new TemporaryDirectory(parent);
    Path path = temporary.path();
    Path slow = privateDirectory("slow").resolve(TemporaryDirectory.LOCK);
    // Whoever opens a pipe waits for its other end.
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    Thread sweep = sweepOnAThread(temporary);
    while (!isOpeningALock(sweep)) {
      assertThat(sweep.isAlive()).isTrue();
      Thread.onSpinWait();
    }

    assertThat(temporary.path()).isEqualTo(path);

    assertThat(sweep.isAlive()).isTrue();
    Files.newInputStream(slow).close();
    sweep.join();
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
  @EnabledOnOs(OS.LINUX)
  @Timeout(60)
  void sweep_leftDirectory_losesItsLockLast() throws Exception {
    Path left = privateDirectory("left");
    Files.createDirectory(left.resolve("before"));
    Files.createFile(left.resolve(TemporaryDirectory.LOCK));
    Files.createDirectory(left.resolve("after"));

    List<String> deleted = new ArrayList<>();
    try (WatchService watch = left.getFileSystem().newWatchService()) {
      left.register(watch, StandardWatchEventKinds.ENTRY_DELETE);
      new TemporaryDirectory(parent).sweep();
      while (deleted.size() < 3) {
        WatchKey key = watch.take();
        key.pollEvents().stream()
            .map(WatchEvent::context)
            .map(String::valueOf)
            .forEach(deleted::add);
        key.reset();
      }
    }

    assertThat(deleted)
        .containsExactlyInAnyOrder("before", "after", TemporaryDirectory.LOCK)
        .endsWith(TemporaryDirectory.LOCK);
  }

  @Test
  void sweep_oldDirectoryWithoutALock_deletesIt() throws Exception {
    Path left = withoutLock(TemporaryDirectory.MAX_TIME_WITHOUT_LOCK.plusMinutes(1));

    new TemporaryDirectory(parent).sweep();

    assertThat(left).doesNotExist();
  }

  @Test
  void sweep_newDirectoryWithoutALock_mayBeInTheMaking() throws Exception {
    Path made = withoutLock(TemporaryDirectory.MAX_TIME_WITHOUT_LOCK.minusMinutes(1));

    new TemporaryDirectory(parent).sweep();

    assertThat(made.resolve("file")).exists();
  }

  @Test
  void sweep_hostileLinks_areNotFollowed() throws Exception {
    Path victim = Files.createDirectory(parent.resolve("victim"));
    Files.createFile(victim.resolve(TemporaryDirectory.LOCK));
    Path precious = Files.writeString(victim.resolve("precious"), "mine");
    Path link = parent.resolve(TemporaryDirectory.PREFIX + "link");
    Files.createSymbolicLink(link, victim);
    Path left = privateDirectory("left");
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

  private Path privateDirectory(String name) throws IOException {
    return Files.createDirectory(
        parent.resolve(TemporaryDirectory.PREFIX + name), FileModes.PRIVATE.ofDirectory());
  }

  /** One with a file in it, in which nothing was made or deleted for so long. */
  private Path withoutLock(Duration age) throws IOException {
    Path directory = privateDirectory("without-lock");
    Files.createFile(directory.resolve("file"));
    Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
    return directory;
  }

  private static Thread sweepOnAThread(TemporaryDirectory temporary) {
    Thread thread =
        new Thread(
            () -> {
              try {
                temporary.sweep();
              } catch (IOException e) {
                // A pipe may have no locks.
                return;
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static boolean isOpeningALock(Thread thread) {
    List<String> methods =
        Stream.of(thread.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    return methods.contains("tryLock") && methods.contains("open");
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
