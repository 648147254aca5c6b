package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredKey;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitOfWorkTest {
  private static final JobId ID = new JobId("film");

  @TempDir Path directory;
  private JobStore store;

  @BeforeEach
  void open() {
    store = JobStore.open(directory.resolve("state.db"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void write_taskThatIsAddedAndChanged_hasTheChange() {
    StoredTask queued = task("a").queued();
    UnitOfWork work = new UnitOfWork();
    work.save(job());
    work.add(task("a"));
    work.save(queued);
    work.write(store);
    assertThat(store.tasks(ID)).containsExactly(queued);
  }

  @Test
  void isEmpty_onlyAKeyIsSaved_isFalse() {
    UnitOfWork work = new UnitOfWork();
    assertThat(work.isEmpty()).isTrue();
    work.save(new StoredKey("key", ID, "request"));
    assertThat(work.isEmpty()).isFalse();
  }

  @Test
  void clearTasks_afterAChange_forgetsItAndKeepsWhatComesAfter() {
    UnitOfWork before = new UnitOfWork();
    before.save(job());
    before.add(task("a"));
    before.write(store);

    UnitOfWork work = new UnitOfWork();
    work.save(task("a").queued());
    work.clearTasks(ID);
    work.add(task("b"));
    work.write(store);

    assertThat(store.tasks(ID)).containsExactly(task("b"));
  }

  private static StoredTask task(String name) {
    return TaskBuilder.anInspection(ID, name).build();
  }

  private static StoredJob job() {
    return JobBuilder.aJob(ID.value()).build();
  }
}
