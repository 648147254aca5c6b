package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoreTest extends JobStoreContract {
  @TempDir Path directory;

  @Override
  JobStore open() {
    return JobStore.open(directory.resolve("state.db"));
  }

  @Test
  void inMemory_twoStores_areSeparate() {
    try (JobStore one = JobStore.inMemory();
        JobStore other = JobStore.inMemory()) {
      one.transaction(changes -> changes.saveJobs(List.of(job)));
      assertThat(other.jobs()).isEmpty();
    }
  }

  @Test
  void open_fileThatIsNoDatabase_saysWhich() throws IOException {
    Files.writeString(
        directory.resolve("state.db"), "this is not a database, however long one looks at it");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("state.db");
  }
}
