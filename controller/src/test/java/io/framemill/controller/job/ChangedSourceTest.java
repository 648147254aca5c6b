package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.Media;
import io.framemill.controller.job.ScriptedWorker.Given;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SourceStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sources that are not what they were when they were inspected. */
class ChangedSourceTest extends RunningController {
  private Path source;
  private MediaInfo film;

  @BeforeEach
  void lookAtSource() throws IOException {
    source = directory.resolve("in/My film.mp4");
    Files.writeString(source, "not looked into here");
    film = Media.withStamp(FILM, storage.stamp("in/My film.mp4").orElseThrow());
  }

  @Test
  void report_sourceIsWhatItWas_jobIsDone() {
    worker(this::answer);

    assertThat(last(awaitEnd(submit(50).job())).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void report_sourceHasGrownAtTheEnd_jobFailsWithoutAnotherTryAndSaysHowMuch() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio) {
            append(" and more");
          }
          answer(given);
        });
    JobId job = submit(50).job();

    List<JobEvent> story = story(awaitEnd(job));

    assertThat(last(story).kind()).isEqualTo(JobEvent.Kind.FAILED);
    assertThat(last(story).message())
        .isEqualTo(
            "My film.mp4: the source changed while it was read (20 bytes when it was inspected,"
                + " 29 bytes now); submit it when it is complete");
    assertThat(story).extracting(JobEvent::kind).doesNotContain(JobEvent.Kind.RETRY);
    Path master = directory.resolve("out").resolve(job.value()).resolve("master.m3u8");
    await().until(() -> !Files.exists(master));
  }

  @Test
  void report_sourceHasGrownWhileTasksAreLeft_jobFailsAtOnce() {
    ScriptedWorker worker =
        worker(
            given -> {
              if (!(given.task() instanceof Task.EncodeAudio)) {
                append(" and more");
                answer(given);
              }
            });
    JobId job = submit(50).job();

    assertThat(last(awaitEnd(job)).message()).contains("the source changed while it was read");
    await().until(() -> worker.cancelled.contains(job));
  }

  @Test
  void report_sourceWasWrittenToInPlace_jobFails() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio) {
            setModified(film.stamp().modifiedMillis() + 1);
          }
          answer(given);
        });

    assertThat(last(awaitEnd(submit(50).job())).message())
        .contains("(20 bytes as before, but written to since then)");
  }

  @Test
  void report_sourceIsGoneAtTheEnd_jobIsDone() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio) {
            delete();
          }
          answer(given);
        });

    assertThat(last(awaitEnd(submit(50).job())).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void report_sourceOfTheEpochIsWhatItWas_jobIsDone() {
    setModified(0);
    film = Media.withStamp(FILM, new SourceStamp(20, 0));
    worker(this::answer);

    assertThat(last(awaitEnd(submit(50).job())).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  @Test
  void report_sourceOfTheEpochHasGrown_jobFails() {
    setModified(0);
    film = Media.withStamp(FILM, new SourceStamp(20, 0));
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio) {
            append(" and more");
            setModified(0);
          }
          answer(given);
        });

    assertThat(last(awaitEnd(submit(50).job())).message())
        .contains("(20 bytes when it was inspected, 29 bytes now)");
  }

  @Test
  void retry_sourceIsCompleteByThen_jobIsDone() {
    worker(
        given -> {
          if (given.task() instanceof Task.EncodeAudio && given.task().attempt().number() == 1) {
            append(" and more");
            film = Media.withStamp(FILM, storage.stamp("in/My film.mp4").orElseThrow());
            ScriptedWorker.answer(broker, FILM, given);
          } else {
            answer(given);
          }
        });
    JobId job = submit(50).job();
    JobEvent failed = last(story(awaitEnd(job)));
    assertThat(failed.kind()).isEqualTo(JobEvent.Kind.FAILED);

    controller.retry(job);

    assertThat(last(heard(job, failed.sequence())).status().state()).isEqualTo(JobState.DONE);
  }

  private void answer(Given given) {
    ScriptedWorker.answer(broker, film, given);
  }

  private void append(String text) {
    try {
      Files.writeString(source, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void setModified(long millis) {
    try {
      Files.setLastModifiedTime(source, FileTime.fromMillis(millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() {
    try {
      Files.delete(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
