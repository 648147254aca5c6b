package io.framemill.controller.job.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputWriterTest {
  @TempDir Path directory;
  private Storage storage;
  private Path temporary;

  @BeforeEach
  void leaveATemporaryFile() throws IOException {
    storage = new SharedDirectory(directory, directory.resolve("out"));
    storage.write("film/video/1.m4s", new byte[1]);
    temporary = Files.writeString(directory.resolve("out/film/video/.framemill-x"), "part");
  }

  @Test
  void sweep_whileThisControllerMayAct_deletesTemporaryFiles() {
    sweep(true);
    assertThat(temporary).doesNotExist();
  }

  @Test
  void sweep_afterATakeover_touchesNothing() {
    sweep(false);
    assertThat(temporary).exists();
  }

  /** Closing the writer waits for what it was asked. */
  private void sweep(boolean mayAct) {
    try (OutputWriter writer = new OutputWriter(storage, () -> mayAct)) {
      writer.sweep("film");
    }
  }
}
