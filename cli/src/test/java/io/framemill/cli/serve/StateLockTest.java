package io.framemill.cli.serve;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.storage.LockFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {
  @TempDir Path directory;

  @Test
  void take_twice_isRefusedUntilTheFirstIsClosed() throws Exception {
    try (LockFile first = StateLock.take(directory)) {
      assertThatThrownBy(() -> StateLock.take(directory))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("in use by another controller")
          .hasMessageContaining(directory.toString());
    }
    StateLock.take(directory).close();
  }
}
