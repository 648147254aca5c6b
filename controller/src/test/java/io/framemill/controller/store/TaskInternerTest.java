package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskInternerTest {
  private final TaskInterner shared = new TaskInterner();

  @Test
  void task_twoOfOneJob_areEqualToWhatTheyWereAndHaveOneLadder() {
    EncodeVideo first = (EncodeVideo) shared.task(chunk());
    EncodeVideo second = (EncodeVideo) shared.task(chunk());
    assertThat(first).isEqualTo(chunk());
    assertThat(second.renditions()).isSameAs(first.renditions());
    assertThat(second.timeline()).isSameAs(first.timeline());
  }

  @Test
  void result_twoOfOneJob_areEqualToWhatTheyWereAndHaveOneDigest() {
    TaskResult.VideoEncoded first = (TaskResult.VideoEncoded) shared.result(result());
    TaskResult.VideoEncoded second = (TaskResult.VideoEncoded) shared.result(result());
    assertThat(first).isEqualTo(result());
    assertThat(second.renditions().get(0).initSha256())
        .isSameAs(first.renditions().get(0).initSha256());
  }

  private static Task chunk() {
    return new Planner(new JobId("film"), "in/film.mp4", "film")
        .plan(Media.film(24, 640, 360, 2), Media.profile(360), 4).tasks().stream()
            .map(planned -> planned.task())
            .filter(EncodeVideo.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  private static TaskResult result() {
    EncodedRendition rendition =
        new EncodedRendition(
            "360p",
            "avc1.64001f",
            new String("00ff"),
            new Rational(1, 12_800),
            List.of(new EncodedSegment(1, 500, 100, 0, 51_200)));
    return new TaskResult.VideoEncoded(
        new FrameCount(100, 100, 0, 0, 0, 1, 2, 0), List.of(rendition));
  }
}
