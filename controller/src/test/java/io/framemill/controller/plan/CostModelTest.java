package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.controller.Media;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostModelTest {
  /** Of a GIF of 8000x8000 in the default ladder, on a 2-core EPYC with FFmpeg 8. */
  private static final double MEASURED_SECONDS_PER_PICTURE = 1.17;

  @Test
  void second_animatedPictureOf8000Lines_isWhatWasMeasured() {
    List<VideoRendition> ladder =
        new Planner(new JobId("a"), "a.gif", "a")
            .plan(Media.film(12, 8000, 8000, 12), Media.profile(1080, 720, 480, 360), 1)
            .videoRenditions();
    VideoStream gif =
        changed(Media.video(0, 12, 8000, 8000, Orientation.UPRIGHT, 12), "bgra", 25, 300);

    assertThat(new CostModel(gif, null).second(ladder) / 25)
        .isCloseTo(MEASURED_SECONDS_PER_PICTURE, within(0.3));
  }

  @ParameterizedTest
  @CsvSource({
    "yuv420p, 1",
    "rgb24, 1",
    "rgb0, 1",
    "gbrp10le, 1",
    "bgra, 3",
    "rgba64be, 3",
    "pal8, 3",
    "yuva444p, 3",
    "ya8, 3",
    "gbrap, 3"
  })
  void second_transparentPictures_costMoreThanOthers(String pixelFormat, int factor) {
    VideoStream plain = Media.video(0, 10, 1000, 1000, Orientation.UPRIGHT, 2);

    assertThat(new CostModel(changed(plain, pixelFormat, 25, 250), null).second(List.of()))
        .isCloseTo(0.15 * factor, within(0.03));
  }

  @Test
  void second_containerStatesFewerPicturesThanItHolds_countsThoseThatItHolds() {
    VideoStream plain = Media.video(0, 10, 1000, 1000, Orientation.UPRIGHT, 2);

    assertThat(new CostModel(changed(plain, "yuv420p", 1, 2500), null).leadSecond())
        .isEqualTo(10 * new CostModel(plain, null).leadSecond(), within(1e-9));
  }

  /** The same stream with another format and another number of pictures. */
  private static VideoStream changed(
      VideoStream video, String pixelFormat, int statedFrameRate, long pictures) {
    return new VideoStream(
        video.index(),
        video.codec(),
        video.profile(),
        video.geometry(),
        pixelFormat,
        video.color(),
        video.interlaced(),
        video.isDefault(),
        video.programs(),
        video.timeBase(),
        new Rational(statedFrameRate, 1),
        video.startPts(),
        video.endPts(),
        PictureCount.of(pictures),
        video.keyFrames());
  }
}
