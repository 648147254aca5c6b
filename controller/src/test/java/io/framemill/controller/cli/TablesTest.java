package io.framemill.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Orientation;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  @Test
  void media_film_isToldStreamByStream() {
    MediaInfo media =
        new MediaInfo(
            "mov,mp4",
            1_234_567,
            false,
            List.of(Media.video(0, 10, 1280, 720, new Orientation(false, 90), 2)),
            List.of(Media.audio(1, "eng", true)),
            0,
            List.of("stream 2: data"));

    assertThat(MediaTable.describe("clip.mp4", media))
        .isEqualTo(
            """
            File      clip.mp4, 1.2 MB
            Format    mov,mp4
            Video #0  h264 (High), 1280x720 yuv420p, 25.000 fps, 0:10, 250 frames, key frames 5, turned by 90 degrees
            Audio #1  aac, 48000 Hz, 2 channels, language eng, 0:10, default
            Ignored   stream 2: data
            """);
  }

  @Test
  void plan_film_namesEachRenditionAndTask() {
    MediaInfo media = Media.film(10, 1280, 720, 2);

    String text =
        PlanTable.describe(
            "clip.mp4",
            "test",
            2,
            new Planner(new JobId("plan"), "clip.mp4", "clip")
                .plan(media, Media.profile(1080, 720, 360), 2));

    assertThat(text)
        .startsWith("clip.mp4, 0:10, 25.000 fps, profile test\n")
        .containsPattern("720p +1280x720 +CRF 21 +1000 kb/s +veryfast\n")
        .containsPattern("eng-128k +stereo +128 kb/s\n")
        .containsPattern("video-00001 +1 +0:00 +0:04 +\\d+\\.\\d s\n")
        .containsPattern("audio-1 +all +0:00 +0:10 ")
        .contains("\n3 segments of 4 s in 4 tasks; about ")
        .contains("\nNote: 1 of the profile's renditions");
  }
}
