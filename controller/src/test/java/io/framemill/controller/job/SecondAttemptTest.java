package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.SpeculativeAttempt;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Control;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A controller that is started while two attempts at a task are out, and what they report. */
class SecondAttemptTest extends RunningController {
  private static final String STUCK = "video-00001";

  private ScriptedWorker worker;
  private JobId job;
  private Task task;

  @BeforeEach
  void startWorker() {
    worker = new ScriptedWorker(broker, FILM, this::work);
    job = submit(Media.profile(360));
    await()
        .until(
            () ->
                controller.status(job).tasksDone() > 1
                    && controller.status(job).tasksDone() == controller.status(job).tasks() - 1);
    task = given(1);
    restart(store -> addCopy(store, SpeculativeAttempt.queued(2).published()));
  }

  /** Does all but the first two attempts at one chunk, of which it only starts the first. */
  private void work(ScriptedWorker.Given given) {
    Attempt attempt = given.task().attempt();
    if (!attempt.task().equals(STUCK)) {
      ScriptedWorker.answer(broker, FILM, given);
    } else if (attempt.number() == 1) {
      report(new Report.Started(attempt, "w1"));
    }
  }

  @Test
  void completed_byTheCopy_winsAndTheOtherIsStopped() {
    report(new Report.Started(numbered(2), "w2"));
    report(completed(2, "w2"));
    List<JobEvent> story = story(awaitEnd(job));

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(controller.status(job).frames()).isEqualTo(600);
    assertThat(story)
        .extracting(JobEvent::message)
        .anyMatch(message -> message.startsWith(STUCK) && message.contains("done by w2"));
    await().until(() -> worker.stopped.contains(new Control.StopTask(job, STUCK, 2)));

    report(new Report.HandedBack(numbered(1), "w1", "stopped"));
    report(completed(1, "w1"));
    assertThat(story(awaitEnd(job))).hasSameSizeAs(story);
  }

  @Test
  void completed_byTheFirst_winsAndTheCopyIsStopped() {
    report(new Report.Started(numbered(2), "w2"));
    report(completed(1, "w1"));
    awaitEnd(job);

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    await().until(() -> worker.stopped.contains(new Control.StopTask(job, STUCK, 2)));
    restart(store -> assertThat(stored(store).lastNumber()).as("used up for good").isEqualTo(2));
  }

  @Test
  void failed_theCopy_doesNotFailTheTaskEvenAtTheLimit() {
    restart(store -> save(store, stored(store).counted(2, 4)));
    report(failed(2, "w2"));
    report(completed(1, "w1"));

    assertThat(story(awaitEnd(job)))
        .extracting(JobEvent::message)
        .anyMatch(
            message -> message.contains("failed on w2: it broke; its other attempt continues"));
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void failed_theFirstAndThenTheCopy_isTriedAgainUnderTheNextNumber() {
    report(new Report.Started(numbered(2), "w2"));
    report(failed(1, "w1"));
    report(failed(2, "w2"));

    await().until(() -> worker.given.stream().anyMatch(task -> task.attempt().equals(numbered(3))));
    report(completed(3, "w1"));
    awaitEnd(job);
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  @Test
  void handedBack_theFirst_theCopyGoesOnAlone() {
    report(new Report.HandedBack(numbered(1), "w1", "going away"));
    report(new Report.Started(numbered(2), "w2"));
    report(completed(2, "w2"));

    assertThat(story(awaitEnd(job)))
        .extracting(JobEvent::message)
        .anyMatch(
            message ->
                message.contains(
                    "was handed back by w1 (going away); its other attempt continues"));
    assertThat(worker.given).noneMatch(task -> task.attempt().equals(numbered(3)));
  }

  @Test
  void restart_copyWasNotPublished_isPublished() {
    restart(store -> addCopy(store, SpeculativeAttempt.queued(2)));

    await().until(() -> worker.given.contains(given(2)));
  }

  private Task given(int number) {
    return worker.given.stream()
        .filter(given -> given.attempt().task().equals(STUCK))
        .findFirst()
        .map(given -> given.withAttempt(new Attempt(job, STUCK, number)))
        .orElseThrow();
  }

  private Attempt numbered(int number) {
    return new Attempt(job, STUCK, number);
  }

  private Report completed(int number, String by) {
    Report.Completed report = ScriptedWorker.completed(FILM, task.withAttempt(numbered(number)));
    return new Report.Completed(report.attempt(), by, 10, report.result());
  }

  private Report failed(int number, String by) {
    return new Report.Failed(
        numbered(number), by, FailureKind.INTERNAL, "it broke", List.of("last words"));
  }

  private void addCopy(JobStore store, SpeculativeAttempt copy) {
    save(store, stored(store).withCopy(copy));
  }

  private StoredTask stored(JobStore store) {
    return store.tasks(job).stream()
        .filter(row -> row.name().equals(STUCK))
        .findFirst()
        .orElseThrow();
  }

  private static void save(JobStore store, StoredTask row) {
    store.transaction(changes -> changes.addTasks(List.of(row)));
  }

  private void report(Report report) {
    ScriptedWorker.report(broker, report);
  }
}
