package io.framemill.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.job.Controller;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Jobs} does, wherever the controller is. No worker takes the jobs up. */
public abstract class JobsContract {
  private static final JobId NOBODY = new JobId("nobody");

  @TempDir Path directory;
  private final Broker broker = new InMemoryBroker();
  private Jobs jobs;

  /** Jobs without any job; sources are in that directory. */
  protected abstract Jobs open(Path media) throws Exception;

  /** Closes what {@link #open} opened. */
  protected abstract void close() throws Exception;

  /** A controller for {@link #open}. */
  protected final Controller controller(Path media, JobStore store) {
    return Controller.start(
        ControllerConfig.forSlots(1),
        broker,
        new SharedDirectory(media, media.resolve("out")),
        store);
  }

  @BeforeEach
  void start() throws Exception {
    source("a.mp4");
    source("b.mp4");
    jobs = open(directory);
  }

  private void source(String name) throws IOException {
    Files.writeString(directory.resolve(name), "film " + name);
  }

  @AfterEach
  void stop() throws Exception {
    close();
    broker.close();
  }

  @Test
  void submit_acceptedJob_isListedNewestFirst() {
    JobStatus first = submit("a.mp4", null);
    JobStatus second = submit("b.mp4", null);

    assertThat(first.state().isEnd()).isFalse();
    assertThat(first.name()).isEqualTo("a.mp4");
    assertThat(jobs.list()).extracting(JobStatus::job).containsExactly(second.job(), first.job());
    assertThat(jobs.status(first.job()).name()).isEqualTo("a.mp4");
  }

  @Test
  void submit_sourceNotThere_isRefused() {
    assertThatExceptionOfType(JobRefusedException.class)
        .isThrownBy(() -> submit("none.mp4", null))
        .withMessageContaining("none.mp4");
    assertThat(jobs.list()).isEmpty();
  }

  @Test
  void submit_keyOfTheSameSubmission_isTheSameJob() {
    assertThat(submit("a.mp4", "key").job()).isEqualTo(submit("a.mp4", "key").job());
    assertThat(jobs.list()).hasSize(1);
  }

  @Test
  void submit_keyOfAnotherSubmission_saysThatTheKeyWasUsed() {
    JobId job = submit("a.mp4", "key").job();
    assertThatExceptionOfType(KeyReusedException.class)
        .isThrownBy(() -> submit("b.mp4", "key"))
        .withMessageContaining(job.value());
  }

  @Test
  void anyCall_forAJobThatIsNotThere_saysSo() {
    List<Consumer<JobId>> calls =
        List.of(
            jobs::status,
            jobs::cancel,
            jobs::retry,
            job -> jobs.watch(job, event -> {}),
            job -> jobs.watch(job, 3, event -> {}));
    for (Consumer<JobId> call : calls) {
      assertThatThrownBy(() -> call.accept(NOBODY))
          .isInstanceOf(NoSuchJobException.class)
          .hasMessage("No such job: nobody");
    }
  }

  @Test
  void cancel_job_endsItOnce() {
    JobId job = submit("a.mp4", null).job();
    JobStatus cancelled = jobs.cancel(job);
    assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
    assertThat(jobs.cancel(job)).isEqualTo(cancelled);
  }

  @Test
  void retry_cancelledJob_takesItUpAgain() {
    JobId job = submit("a.mp4", null).job();
    jobs.cancel(job);
    assertThat(jobs.retry(job).state().isEnd()).isFalse();
  }

  @Test
  void retry_jobThatHasNotEnded_isRefused() {
    JobId job = submit("a.mp4", null).job();
    assertThatExceptionOfType(JobRefusedException.class)
        .isThrownBy(() -> jobs.retry(job))
        .withMessageContaining(job.value());
  }

  @Test
  void watch_job_tellsItsStoryInOrderToItsEnd() {
    JobId job = submit("a.mp4", null).job();
    List<JobEvent> heard = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = jobs.watch(job, heard::add)) {
      assertThat(watch.isOver()).isFalse();
      jobs.cancel(job);
      await().until(() -> heard.stream().anyMatch(event -> event.status().state().isEnd()));
    }
    List<JobEvent> story = heard.stream().filter(event -> event.sequence() > 0).toList();
    assertThat(story).extracting(JobEvent::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(story.get(0).kind()).isEqualTo(JobEvent.Kind.ACCEPTED);
    assertThat(story.get(story.size() - 1).kind()).isEqualTo(JobEvent.Kind.CANCELLED);
  }

  @Test
  void watch_afterAnEvent_tellsWhatFollows() {
    JobId job = submit("a.mp4", null).job();
    jobs.cancel(job);
    List<JobEvent> heard = new CopyOnWriteArrayList<>();
    try (Jobs.Watch watch = jobs.watch(job, 1, heard::add)) {
      await().until(() -> heard.stream().anyMatch(event -> event.status().state().isEnd()));
    }
    assertThat(heard.get(0).sequence()).isEqualTo(2);
  }

  @Test
  void watch_afterTheEnd_isOver() {
    JobId job = submit("a.mp4", null).job();
    jobs.cancel(job);
    List<JobEvent> heard = new CopyOnWriteArrayList<>();
    try (Jobs.Watch whole = jobs.watch(job, heard::add)) {
      await().until(() -> heard.stream().anyMatch(event -> event.status().state().isEnd()));
    }
    long last = heard.get(heard.size() - 1).sequence();
    try (Jobs.Watch watch = jobs.watch(job, last, event -> {})) {
      assertThat(watch.isOver()).isTrue();
    }
  }

  @Test
  void overviews_ofAnIdleInstallation_areEmpty() {
    assertThat(jobs.workers()).isEmpty();
    assertThat(jobs.deadMessages()).isEmpty();
  }

  private JobStatus submit(String source, @Nullable String key) {
    return jobs.submit(new Submission(source, source, Media.profile(360), 50, null, key));
  }
}
