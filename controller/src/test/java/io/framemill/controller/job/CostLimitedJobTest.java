package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.plan.CostLimit;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A controller with a limit on the work of uploaded sources. */
class CostLimitedJobTest extends RunningController {
  private static final String UPLOAD = "uploads/1/film.mp4";

  @BeforeEach
  void upload() throws IOException {
    Files.createDirectories(directory.resolve("uploads/1"));
    Media.writeSource(directory.resolve(UPLOAD), FILM);
  }

  @Override
  Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(2, new CostLimit(1, List.of("uploads"))),
        broker,
        storage,
        JobStore.open(directory.resolve("state.db")));
  }

  @Test
  void submit_uploadAboveTheLimit_failsWithoutATaskBeyondTheInspection() {
    ScriptedWorker worker = worker(given -> ScriptedWorker.answer(broker, FILM, given));

    JobId job = submit(UPLOAD);

    assertThat(last(awaitEnd(job)).message()).contains("core-seconds", "limit is 1 (--max-cost)");
    assertThat(controller.status(job).state()).isEqualTo(JobState.FAILED);
    assertThat(worker.given).hasOnlyElementsOfType(Task.Inspect.class);
    assertThat(directory.resolve("out").resolve(job.value())).doesNotExist();
  }

  @Test
  void submit_fileOfTheMediaDirectory_isNotHeldAgainstTheLimitOfUploads() {
    worker(given -> ScriptedWorker.answer(broker, FILM, given));

    JobId job = submit("in/My film.mp4");

    awaitEnd(job);
    assertThat(controller.status(job).state()).isEqualTo(JobState.DONE);
  }

  private JobId submit(String source) {
    return controller
        .submit(new Submission("film.mp4", source, Media.profile(360, 180), 50, null))
        .job();
  }
}
