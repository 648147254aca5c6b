package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.protocol.Control;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.Task;
import io.framemill.protocol.WorkerState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tasks that fail on one of two workers. */
class SteeringTest extends RunningController {
  private final List<Dispatch> dispatched = new CopyOnWriteArrayList<>();

  @Test
  void failed_otherWorkerIsThere_nextAttemptAvoidsTheFirst() {
    alive("bad", WorkerState.WORKING);
    alive("good", WorkerState.WORKING);
    JobId job = failingOnce(FailureKind.TRANSIENT);
    awaitEnd(job);

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(dispatched)
        .filteredOn(dispatch -> dispatch.task() instanceof Task.EncodeAudio)
        .extracting(Dispatch::avoid)
        .containsExactly(List.of(), List.of("bad"));
  }

  @Test
  void failed_theOtherWorkerRests_nextAttemptMayGoAnywhere() {
    alive("bad", WorkerState.WORKING);
    alive("good", WorkerState.RESTING);
    JobId job = failingOnce(FailureKind.INTERNAL);
    awaitEnd(job);

    assertThat(dispatched).allMatch(dispatch -> dispatch.avoid().isEmpty());
  }

  @Test
  void handedBack_byAWorkerToAvoid_goesOutAgainAndIsNoEvent() {
    alive("bad", WorkerState.WORKING);
    alive("good", WorkerState.WORKING);
    worker(
        given -> {
          int number = given.task().attempt().number();
          if (given.task() instanceof Task.EncodeAudio && number == 1) {
            fail(given.task(), FailureKind.INTERNAL, "bad");
          } else if (given.task() instanceof Task.EncodeAudio && number < 4) {
            report(new Report.HandedBack(given.task().attempt(), "bad", "to avoid"));
            given.delivery().ack();
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    JobId job = submit(Media.profile(360));
    List<JobEvent> story = story(awaitEnd(job));

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    assertThat(story).filteredOn(event -> event.kind() == JobEvent.Kind.RETRY).hasSize(1);
    assertThat(dispatched)
        .filteredOn(dispatch -> dispatch.task() instanceof Task.EncodeAudio)
        .extracting(dispatch -> dispatch.task().attempt().number())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void failed_fiveOfSixOnOneWorker_itIsSentToRest() {
    alive("bad", WorkerState.WORKING);
    alive("w1", WorkerState.WORKING);
    Set<String> failed = new HashSet<>();
    ScriptedWorker worker =
        worker(
            given -> {
              String task = given.task().attempt().task();
              if (!(given.task() instanceof Task.Inspect)
                  && failed.size() < 5
                  && failed.add(task)) {
                fail(given.task(), FailureKind.INTERNAL, "bad");
              } else {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
    JobId job = submit(Media.profile(360));
    awaitEnd(job);
    JobId second = submit(Media.profile(360));
    awaitEnd(second);

    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
    await()
        .untilAsserted(
            () ->
                assertThat(worker.rests)
                    .contains(
                        new Control.Rest(
                            "bad",
                            "5 of its last 5 tasks failed while others succeeded",
                            ControllerConfig.forSlots(1).rest().toMillis())));
  }

  /** The first attempt at the sound fails on the worker "bad". */
  private JobId failingOnce(FailureKind kind) {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio && given.task().attempt().number() == 1) {
            fail(given.task(), kind, "bad");
          } else {
            ScriptedWorker.answer(broker, FILM, given);
          }
        });
    return submit(Media.profile(360));
  }

  @Override
  ScriptedWorker worker(Consumer<ScriptedWorker.Given> script) {
    return super.worker(
        given -> {
          dispatched.add(dispatch(given));
          script.accept(given);
        });
  }

  private static Dispatch dispatch(ScriptedWorker.Given given) {
    try {
      return Dispatch.decode(new MessageCodec(), given.delivery().message().body());
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private void fail(Task task, FailureKind kind, String by) {
    report(new Report.Failed(task.attempt(), by, kind, "it broke", List.of()));
  }

  private void report(Report report) {
    ScriptedWorker.report(broker, report);
  }
}
