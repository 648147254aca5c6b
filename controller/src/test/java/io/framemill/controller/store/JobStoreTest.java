package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.store.database.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class JobStoreTest extends JobStoreContract {
  @TempDir Path directory;

  @Override
  JobStore open() {
    return JobStore.open(directory.resolve("state.db"));
  }

  @Override
  void start() {
    open().close();
  }

  @Override
  DataSource dataSource() {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + place());
    return source;
  }

  @Override
  String place() {
    return directory.resolve("state.db").toString();
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
        .message()
        .hasLineCount(1)
        .startsWith("The state in " + place() + " is damaged (")
        .contains("restore it from a backup");
  }
}
