package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources with more streams than one picture and its sound. */
class StreamsIT {
  @TempDir private Path directory;

  private TestClip small(String file) {
    return TestClip.at(directory.resolve(file)).size(64, 36).frames(3);
  }

  private TestClip large(String file) {
    return TestClip.at(directory.resolve(file)).size(160, 90).frames(3);
  }

  @Test
  void inspect_severalVideoStreams_putsTheLargestFirst() {
    MediaInfo media = TaskRun.inspect(small("a.mkv").with(large("a.mkv")).write());

    assertThat(media.video())
        .extracting(stream -> stream.geometry().widthPixels())
        .containsExactly(160, 64);
  }

  @Test
  void inspect_severalVideoStreamsOneIsTheDefault_putsThatFirst() {
    Path source = large("a.mkv").with(small("a.mkv").disposition(AV_DISPOSITION_DEFAULT)).write();

    assertThat(TaskRun.inspect(source).video())
        .extracting(stream -> stream.geometry().widthPixels())
        .containsExactly(64, 160);
  }

  @Test
  void inspect_coverArt_isNoVideo() {
    MediaInfo media = TaskRun.inspect(small("a.mp4").coverArt().write());

    assertThat(media.video()).hasSize(1);
    assertThat(media.leftOut())
        .extracting(MediaInfo.LeftOut::describe)
        .containsExactly("stream 1, video mjpeg: cover art");
  }

  @Test
  void inspect_soundWithCoverArt_hasNoVideo() {
    TestClip clip = TestClip.at(directory.resolve("a.m4a")).noPicture().sound(300).coverArt();

    MediaInfo media = TaskRun.inspect(clip.write());

    assertThat(media.video()).isEmpty();
    assertThat(media.audio()).hasSize(1);
  }

  @Test
  void inspect_dataStream_isReported() {
    MediaInfo media = TaskRun.inspect(small("a.ts").data().write());

    assertThat(media.video()).hasSize(1);
    assertThat(media.leftOut())
        .extracting(MediaInfo.LeftOut::describe)
        .singleElement()
        .asString()
        .contains("stream 1, data");
  }

  @ParameterizedTest
  @CsvSource({"7, 6", "8, 1", "8, 2", "8, 4", "4, 2", "10, 1"})
  void inspect_dolbyVisionWithBaseLayer_isTaken(int profile, int compatibility) {
    Path source = small("a.mp4").dolbyVision(profile, true, compatibility).write();

    assertThat(TaskRun.inspect(source).video()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "10, 0"})
  void inspect_dolbyVisionWithoutBaseLayer_isRefused(int profile, int compatibility) {
    Path source = small("a.mp4").dolbyVision(profile, true, compatibility).write();

    assertThatThrownBy(() -> TaskRun.inspect(source))
        .isInstanceOf(BadSourceException.class)
        .hasMessageStartingWith("a.mp4 is Dolby Vision profile " + profile + ",");
  }

  @Test
  void inspect_enhancementLayerOfDolbyVision_isNoVideo() {
    TestClip enhancement = large("a.mp4").dolbyVision(7, false, 6);

    MediaInfo media =
        TaskRun.inspect(small("a.mp4").dolbyVision(7, true, 6).with(enhancement).write());

    assertThat(media.video())
        .extracting(stream -> stream.geometry().widthPixels())
        .containsExactly(64);
    assertThat(media.leftOut())
        .extracting(MediaInfo.LeftOut::describe)
        .singleElement()
        .asString()
        .contains("Dolby Vision");
  }
}
