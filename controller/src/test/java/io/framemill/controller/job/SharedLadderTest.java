package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.controller.Media;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Report;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Chunks of the picture whose ladder several tasks share. */
class SharedLadderTest extends RunningController {
  private static final MediaInfo FILM = Media.film(4, 1920, 1080, 4);

  @BeforeEach
  void writeSource() {
    Media.writeSource(directory.resolve("in/My film.mp4"), FILM);
  }

  @Test
  void job_ofParts_isOneLadderWhosePicturesCountOnce() throws Exception {
    ScriptedWorker worker =
        new ScriptedWorker(broker, FILM, given -> ScriptedWorker.answer(broker, FILM, given));

    JobId job = submit();
    List<JobEvent> story = story(awaitEnd(job));

    assertThat(worker.given)
        .filteredOn(EncodeVideo.class::isInstance)
        .extracting(task -> task.attempt().task())
        .containsExactlyInAnyOrder("video-00001-1", "video-00001-2");
    assertThat(story)
        .extracting(JobEvent::message)
        .anyMatch(line -> line.contains(" in 1 chunks;"));
    JobEvent last = story.get(story.size() - 1);
    assertThat(last.kind()).isEqualTo(JobEvent.Kind.DONE);
    assertThat(last.status().frames()).isEqualTo(100).isEqualTo(last.status().totalFrames());
    assertThat(Files.readString(output(job).resolve("master.m3u8")))
        .containsSubsequence("1920x1080", "1280x720", "854x480", "640x360");
    JsonNode report = new ObjectMapper().readTree(output(job).resolve("job.json").toFile());
    assertThat(report.path("videoRenditions").findValuesAsText("name"))
        .containsExactly("1080p", "720p", "480p", "360p");
  }

  @Test
  void job_besideAnotherOfItsPriority_keepsItsLaddersTogether() {
    JobId first = submit();
    JobId second = submit();
    ScriptedWorker worker =
        new ScriptedWorker(broker, FILM, given -> ScriptedWorker.answer(broker, FILM, given));
    awaitEnd(first);
    awaitEnd(second);
    assertThat(worker.given)
        .filteredOn(EncodeVideo.class::isInstance)
        .extracting(task -> task.attempt().task())
        .contains("video-00001");
  }

  @Test
  void job_partsOfADamagedChunk_countItsDamageOnce() {
    answerVideo((task, result) -> Encoded.damaged(result, 5, 0));

    List<JobEvent> story = story(awaitEnd(submit()));

    assertThat(story)
        .filteredOn(event -> event.kind() == JobEvent.Kind.WARNING)
        .extracting(JobEvent::message)
        .singleElement()
        .asString()
        .contains(" 5 frames");
  }

  @Test
  void report_ofAPartWithOtherPicturesThanTheOther_isNotBelieved() {
    AtomicInteger parts = new AtomicInteger();
    answerVideo(
        (task, result) -> parts.incrementAndGet() == 2 ? change(result, this::oneLess) : result);

    List<JobEvent> story = story(awaitEnd(submit()));

    assertThat(story)
        .filteredOn(event -> event.kind() == JobEvent.Kind.RETRY)
        .singleElement()
        .extracting(JobEvent::message)
        .asString()
        .contains("other segment times than");
    assertThat(story.get(story.size() - 1).kind()).isEqualTo(JobEvent.Kind.DONE);
  }

  private interface Answer {
    TaskResult.VideoEncoded to(EncodeVideo task, TaskResult.VideoEncoded perfect);
  }

  private void answerVideo(Answer answer) {
    ScriptedWorker unused =
        new ScriptedWorker(
            broker,
            FILM,
            given -> {
              if (given.task() instanceof EncodeVideo video) {
                TaskResult result = answer.to(video, Encoded.perfect(video));
                ScriptedWorker.report(
                    broker, new Report.Completed(video.attempt(), "w1", 10, result));
                given.delivery().ack();
              } else {
                ScriptedWorker.answer(broker, FILM, given);
              }
            });
  }

  private static TaskResult.VideoEncoded change(
      TaskResult.VideoEncoded result, UnaryOperator<EncodedSegment> change) {
    return new TaskResult.VideoEncoded(
        result.frames(),
        result.renditions().stream()
            .map(r -> Encoded.rendition(r.name(), r.timeBase(), changed(r, change)))
            .toList());
  }

  private static List<EncodedSegment> changed(
      EncodedRendition rendition, UnaryOperator<EncodedSegment> change) {
    return rendition.segments().stream().map(change).toList();
  }

  private EncodedSegment oneLess(EncodedSegment segment) {
    return new EncodedSegment(
        segment.number(),
        segment.bytes(),
        segment.frames() - 1,
        segment.startPts(),
        segment.endPts());
  }

  private JobId submit() {
    return submit(Media.profile(1080, 720, 480, 360));
  }
}
