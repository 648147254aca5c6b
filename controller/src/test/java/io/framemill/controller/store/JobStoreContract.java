package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.Media;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.store.database.Migrations;
import io.framemill.controller.store.database.StateInfo;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Release;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every database. */
abstract class JobStoreContract {
  private static final JobId ID = new JobId("film-abc");
  private static final MediaInfo FILM = Media.film(10, 640, 360, 2);

  final StoredJob job =
      JobBuilder.aJob(ID.value()).source("in/film.mp4").createdMillis(1_000).build();
  private final StoredTask task =
      TaskBuilder.anInspection(ID, "inspect").costSeconds(0.3).mediaMillis(0).build();
  private final StoredEvent event =
      new StoredEvent(ID, 1, 1_000, JobEvent.Kind.ACCEPTED, "user", null, "Accepted film.mp4");

  /** The database behind the store, for what another release might do to it. */
  abstract DataSource dataSource();

  /** Opens the store as a program does that has just started. */
  abstract void start();

  /** How messages name the database. */
  abstract String place();

  @Test
  void identity_isThatOfTheState() {
    String identity;
    try (JobStore store = open()) {
      identity = store.identity();
      assertThat(identity).hasSize(36);
    }
    start();
    try (JobStore store = open()) {
      assertThat(store.identity()).isEqualTo(identity);
    }
  }

  @Test
  void start_onAStateOfANewerRelease_isRefusedWithBothVersions(@TempDir Path newer)
      throws IOException {
    try (JobStore store = open()) {
      store.transaction(changes -> changes.saveJobs(List.of(job)));
    }
    migrateToTheFuture(newer);

    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "The state in %s was written by Framemill 9.8.7 (schema 99), and this is Framemill"
                + " %s (schema %s), which cannot read it: start the newer release again,"
                + " or restore a backup from before its first start",
            place(), Release.version(), Migrations.SCRIPTS.size());
    assertThat(Jdbi.create(dataSource()).withHandle(StateInfo::lastRelease)).isEqualTo("9.8.7");
  }

  /** Does what release 9.8.7 does when it starts. */
  final void migrateToTheFuture(Path scripts) throws IOException {
    Files.writeString(
        scripts.resolve("V99__of_the_future.sql"),
        "create table hologram (id integer); update state_info set release = '9.8.7';");
    Flyway.configure()
        .dataSource(dataSource())
        .locations("classpath:db/migration", "filesystem:" + scripts)
        .load()
        .migrate();
  }

  @Test
  void jobs_rowOfANewerRelease_isRefusedWithBothVersions() {
    try (JobStore store = open()) {
      store.transaction(changes -> changes.saveJobs(List.of(job)));
      Jdbi.create(dataSource())
          .useHandle(
              handle ->
                  handle.execute(
                      "update job set profile = replace(profile, '\"version\":1',"
                          + " '\"version\":2')"));
      assertThatThrownBy(store::jobs)
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "The state in %s has a record that a newer Framemill wrote (version 2; this is"
                  + " version 1), and this is Framemill %s, which cannot read it: start"
                  + " the newer release again, or restore a backup from before its first start",
              place(), Release.version());
    }
  }

  @Test
  void jobs_rowThatMakesNoSense_isRefusedInOneSentence() {
    for (String damage : List.of("state = 'R\u0001NNING'", "id = 'no id!'", "profile = '{\"'")) {
      try (JobStore store = open()) {
        store.transaction(changes -> changes.saveJobs(List.of(job)));
        Jdbi.create(dataSource()).useHandle(handle -> handle.execute("update job set " + damage));
        assertThatThrownBy(store::jobs)
            .isInstanceOf(StoreException.class)
            .message()
            .startsWith("The state in " + place() + " is damaged (")
            .hasLineCount(1);
        Jdbi.create(dataSource()).useHandle(handle -> handle.execute("delete from job"));
      }
    }
  }

  @Test
  void open_againAfterAllStates_givesTheSameRecords() {
    StoredTask done =
        task.queued().published().running("w1", 5).done("w1", 9, new TaskResult.Inspected(FILM));
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.addTasks(List.of(task));
            changes.append(List.of(event));
          });
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job.running(FILM)));
            changes.updateTasks(List.of(done));
          });
    }
    try (JobStore store = open()) {
      assertThat(store.jobs()).containsExactly(job.running(FILM));
      assertThat(store.tasks(ID)).containsExactly(done);
      assertThat(store.events(ID)).containsExactly(event);
    }
  }

  @Test
  void deleteJobs_withTasksEventsAndKeys_leavesNothingOfThem() {
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.saveKeys(List.of(new StoredKey("key", ID, "digest")));
            changes.addTasks(List.of(task));
            changes.append(
                List.of(
                    new StoredEvent(ID, 1, 2, JobEvent.Kind.ACCEPTED, "user", null, "Accepted")));
          });
      store.transaction(changes -> changes.deleteJobs(List.of(ID)));

      assertThat(store.jobs()).isEmpty();
      assertThat(store.tasks(ID)).isEmpty();
      assertThat(store.events(ID)).isEmpty();
      assertThat(store.keys()).isEmpty();
      store.probe();
    }
  }

  @Test
  void jobs_thatHaveEnded_comeWithoutTheirMedia() {
    JobSummary summary = new JobSummary(true, 3, 7, 5, 120, 240, 62.5);
    StoredJob failed = job.running(FILM).ended(JobState.FAILED, "why", 9, summary);
    try (JobStore store = open()) {
      store.transaction(changes -> changes.saveJobs(List.of(failed)));
      assertThat(store.jobs()).containsExactly(failed.withoutMedia());
      assertThat(store.job(ID)).isEqualTo(failed);
    }
  }

  @Test
  void addTasks_chunksOfOneFilm_giveTheSameRecords() {
    List<StoredTask> tasks = new ArrayList<>();
    // Some chunks have the whole ladder, some are shared.
    for (int seconds : List.of(600, 8)) {
      Planner planner = new Planner(ID, "in/film.mp4", "film-" + seconds);
      for (PlannedTask planned :
          planner.plan(Media.film(seconds, 640, 360, 2), Media.profile(360, 240), 3).tasks()) {
        Attempt named = new Attempt(ID, planned.task().attempt().task() + "-" + seconds, 1);
        tasks.add(StoredTask.planned(planned.task().withAttempt(named), tasks.size(), 1, 1));
      }
    }
    StoredTask second = tasks.get(1).queued().running("w1", 5).again(1, 0, 7);
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.addTasks(tasks);
            changes.updateTasks(List.of(second));
          });
    }
    tasks.set(1, second);
    try (JobStore store = open()) {
      assertThat(store.tasks(ID)).isEqualTo(tasks);
    }
  }

  @Test
  void updateTasks_keepsTheWorkAndItsAttempt() {
    StoredTask third = task.queued().running("w1", 5).again(1, 0, 7).again(2, 0, 9);
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.addTasks(List.of(task));
          });
      store.transaction(changes -> changes.updateTasks(List.of(third)));
      assertThat(store.tasks(ID)).containsExactly(third);
    }
  }

  @Test
  void updateTasks_anyState_isReadBack() {
    StoredTask queued = task.queued();
    StoredTask running = queued.running("w1", 5);
    SpeculativeAttempt copy = SpeculativeAttempt.queued(2);
    List<StoredTask> states =
        List.of(
            queued,
            queued.published(),
            running,
            running.orphaned(1),
            running.withCopy(copy),
            running.withCopy(copy.published()),
            running.withCopy(copy.running("w2", 6)),
            running.withCopy(copy.running("w2", 6).orphaned()),
            running.withCopy(copy.discarded()));
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.addTasks(List.of(task));
          });
      for (StoredTask state : states) {
        store.transaction(changes -> changes.updateTasks(List.of(state)));
        assertThat(store.tasks(ID)).containsExactly(state);
      }
    }
  }

  @Test
  void updateTasks_thatWereNotAdded_isRefused() {
    try (JobStore store = open()) {
      assertThatThrownBy(
              () -> store.transaction(changes -> changes.updateTasks(List.of(task.queued()))))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void events_afterASequence_areThoseThatFollow() {
    StoredEvent queued =
        new StoredEvent(
            ID, 2, 1_001, JobEvent.Kind.TASK_QUEUED, "controller", task.attempt(), "queued");
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.append(List.of(event, queued));
          });
      assertThat(store.events(ID, 0)).containsExactly(event, queued);
      assertThat(store.events(ID, 1)).containsExactly(queued);
      assertThat(store.events(ID, 2)).isEmpty();
      assertThat(store.lastSequence(ID)).isEqualTo(2);
      assertThat(store.lastSequence(new JobId("nobody"))).isZero();
    }
  }

  @Test
  void again_countsAttemptsAndForgetsTheWorker() {
    StoredTask next = task.queued().running("w1", 5).again(1, 2, 77);
    assertThat(next.attempt().number()).isEqualTo(2);
    assertThat(next.state()).isEqualTo(TaskState.WAITING);
    assertThat(next.worker()).isNull();
    assertThat(next.failures()).isEqualTo(1);
    assertThat(next.losses()).isEqualTo(2);
    assertThat(next.notBeforeMillis()).isEqualTo(77);
  }

  @Test
  void transaction_thatFails_leavesNothing() {
    try (JobStore store = open()) {
      assertThatThrownBy(
              () ->
                  store.transaction(
                      changes -> {
                        changes.saveJobs(List.of(job));
                        changes.append(List.of(event, event));
                      }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("cannot be written");
      assertThat(store.jobs()).isEmpty();
    }
  }

  @Test
  void deleteTasks_ofOneJob_leavesTheJob() {
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.addTasks(List.of(task));
          });
      store.transaction(changes -> changes.deleteTasks(ID));
      assertThat(store.tasks(ID)).isEmpty();
      assertThat(store.jobs()).containsExactly(job);
    }
  }

  @Test
  void bury_messages_givesThemInTheirOrder() {
    byte[] anything = {0, -1, 'x'};
    try (JobStore store = open()) {
      store.transaction(
          changes ->
              changes.bury(
                  List.of(
                      DeadLetter.of("a", 1, "not a Report", anything),
                      DeadLetter.of("b", 2, "nor this", new byte[0]))));
      store.transaction(changes -> changes.bury(List.of(DeadLetter.of("c", 3, "x", anything))));
      assertThat(store.deadLetters())
          .extracting(DeadLetter::messageId)
          .containsExactly("a", "b", "c");
      assertThat(store.deadLetters().get(0).body()).isEqualTo(anything);
    }
  }

  @Test
  void bury_flood_keepsTheBeginningOfTheNewestThousand() {
    byte[] large = new byte[5_000];
    try (JobStore store = open()) {
      for (int hundred = 0; hundred < 15; hundred++) {
        List<DeadLetter> letters = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          letters.add(DeadLetter.of("m-" + (100 * hundred + i), 1, "x".repeat(2_000), large));
        }
        store.transaction(changes -> changes.bury(letters));
      }

      List<DeadLetter> kept = store.deadLetters();
      assertThat(kept).hasSize(1_000);
      assertThat(kept.get(0).messageId()).isEqualTo("m-500");
      assertThat(kept.get(999).messageId()).isEqualTo("m-1499");
      assertThat(kept.get(999).bytes()).isEqualTo(5_000);
      assertThat(kept.get(999).body()).hasSize(1_024);
      assertThat(kept.get(999).reason()).hasSize(1_000);
    }
  }

  @Test
  void append_textWithNul_isStoredWithoutIt() {
    StoredEvent odd =
        new StoredEvent(ID, 1, 1, JobEvent.Kind.WARNING, "a\0b", null, "last words: \0");
    try (JobStore store = open()) {
      store.transaction(
          changes -> {
            changes.saveJobs(List.of(job));
            changes.append(List.of(odd));
          });
      assertThat(store.events(ID).get(0).message()).isEqualTo("last words: \uFFFD");
      assertThat(store.events(ID).get(0).actor()).isEqualTo("a\uFFFDb");
    }
  }

  /** Opens the store of this test, the same one each time. */
  abstract JobStore open();
}
