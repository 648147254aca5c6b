package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.job.dispatch.Outbox;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.JobWatchers;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoredJob;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobCompletionTest {
  private static final JobId ID = new JobId("film");

  @TempDir private Path directory;

  @Test
  void written_jobThatWasCancelledAndTakenUpAgain_changesNothing() {
    SharedDirectory storage = new SharedDirectory(directory, directory);
    try (JobStore store = JobStore.inMemory();
        JobWatchers watchers = new JobWatchers();
        InMemoryBroker broker = new InMemoryBroker();
        Outbox outbox = new Outbox(broker, () -> true, attempts -> {});
        OutputWriter outputs = new OutputWriter(storage, () -> true)) {
      JobRegistry registry = new JobRegistry(store, storage, watchers, Clock.systemUTC());
      JobCompletion completion =
          new JobCompletion(
              registry, outputs, outbox, (job, why) -> {}, (job, finish) -> {}, 3, true);
      Job job = new Job(accepted(), List.of(), 0);
      registry.add(job);

      completion.written(ID, new OutputWriter.Finish(null, List.of()), new UnitOfWork());

      assertThat(job.row().state()).isEqualTo(JobState.ACCEPTED);
    }
  }

  private static StoredJob accepted() {
    return JobBuilder.aJob(ID.value()).firstAttempt(2).build();
  }
}
