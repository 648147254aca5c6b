package io.framemill.testbroker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside a thread that makes and deletes files all the time. */
class DirectoriesTest {
  private static final int LISTINGS = 2_000;

  @TempDir Path directory;
  private final AtomicBoolean done = new AtomicBoolean();
  private final Thread writer = new Thread(this::comeAndGo, "writer");
  private Path tree;

  @BeforeEach
  void startWriting() throws IOException {
    tree = Files.createDirectories(directory.resolve("tree"));
    Files.createDirectories(tree.resolve("b"));
    Files.writeString(tree.resolve("b/stays"), "b");
    Files.writeString(tree.resolve("a"), "a");
    writer.start();
  }

  @AfterEach
  void stopWriting() throws InterruptedException {
    done.set(true);
    writer.join();
  }

  @Test
  void files_othersComeAndGo_listsThoseThatStaySorted() {
    for (int i = 0; i < LISTINGS; i++) {
      assertThat(Directories.files(tree))
          .containsSubsequence(tree.resolve("a"), tree.resolve("b/stays"));
    }
  }

  @Test
  void files_noDirectory_isEmpty() {
    assertThat(Directories.files(directory.resolve("none"))).isEmpty();
  }

  @Test
  void delete_othersComeAndGo_doesNotFail() throws InterruptedException {
    Directories.delete(tree);
    done.set(true);
    writer.join();

    Directories.delete(tree);

    assertThat(tree).doesNotExist();
  }

  private void comeAndGo() {
    for (int i = 0; !done.get(); i = (i + 1) % 50) {
      Path path = tree.resolve("come-and-go-" + i);
      try {
        if (Files.isDirectory(tree) && !Files.deleteIfExists(path)) {
          Files.createFile(path);
        }
      } catch (NoSuchFileException e) {
        // The directory has gone.
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
