package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InspectIT {
  @TempDir private Path directory;

  @Test
  void inspect_mp4_tellsAllFacts() throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).frames(72).sound(3000).write();

    MediaInfo media = TaskRun.inspect(source);

    assertThat(media.format()).contains("mp4");
    assertThat(media.sizeBytes()).isEqualTo(Files.size(source));
    assertThat(media.seekByBytes()).isFalse();
    assertThat(media.leftOut()).isEmpty();
    MediaInfo.VideoStream video = media.video().get(0);
    assertThat(video.codec()).isEqualTo("h264");
    assertThat(video.profile()).isEqualTo("High");
    assertThat(video.geometry().widthPixels()).isEqualTo(320);
    assertThat(video.geometry().heightPixels()).isEqualTo(180);
    assertThat(video.pixelFormat()).isEqualTo("yuv420p");
    assertThat(video.geometry().sampleAspectRatio()).isEqualTo(new Rational(1, 1));
    assertThat(video.geometry().orientation()).isEqualTo(Orientation.UPRIGHT);
    assertThat(video.timeBase()).isEqualTo(new Rational(1, 12288));
    assertThat(video.frameRate()).isEqualTo(new Rational(24, 1));
    assertThat(video.startPts()).isZero();
    assertThat(video.endPts()).isEqualTo(3 * 12288);
    assertThat(video.pictures().total()).isEqualTo(72);
    assertThat(video.keyFrames())
        .extracting(SeekPoint::pts)
        .containsExactly(0L, 12288L, 2 * 12288L);
    MediaInfo.AudioStream audio = media.audio().get(0);
    assertThat(audio.codec()).isEqualTo("aac");
    assertThat(audio.sampleRateHz()).isEqualTo(48_000);
    assertThat(audio.channels()).isEqualTo(2);
    assertThat(audio.language()).isEqualTo("und");
    assertThat(audio.title()).isNull();
    assertThat(audio.isDefault()).isTrue();
    assertThat(audio.startPts()).isZero();
  }

  @Test
  void inspect_transportStream_knowsBytePositions() {
    Path source = TestClip.at(directory.resolve("a.ts")).frames(72).bFrames().write();

    MediaInfo media = TaskRun.inspect(source);

    assertThat(media.seekByBytes()).isTrue();
    assertThat(media.video().get(0).keyFrames())
        .hasSize(3)
        .allSatisfy(point -> assertThat(point.bytePosition()).isNotNegative());
    assertThat(media.video().get(0).startPts())
        .isEqualTo(media.video().get(0).keyFrames().get(0).pts());
  }

  @Test
  void inspect_matroska_findsTheRealFrameRate() {
    Path source =
        TestClip.at(directory.resolve("a.mkv"))
            .frames(72)
            .times(new Rational(1, 1000), n -> 40L * n)
            .write();

    MediaInfo.VideoStream video = TaskRun.inspect(source).video().get(0);

    assertThat(video.frameRate().toDouble()).isEqualTo(25);
    assertThat(video.endPts()).isBetween(72L * 40 - 1, 72L * 40 + 2);
  }

  @ParameterizedTest
  @CsvSource({"a.webm, libvpx", "a.webm, libvpx-vp9", "a.mp4, mpeg4", "a.mp4, libx264"})
  void inspect_hiddenAndReorderedPictures_countsTheShownOnesBySegment(String file, String codec) {
    TestClip clip = TestClip.at(directory.resolve(file)).frames(72).videoCodec(codec);
    if (codec.startsWith("libvpx")) {
      clip.videoOption("lag-in-frames", "16").videoOption("auto-alt-ref", "1");
    } else {
      clip.videoOption("bf", "2");
    }
    SegmentGrid grid = new SegmentGrid(1000, null);

    PictureCount count = TaskRun.inspect(clip.write(), grid).video().get(0).pictures();

    assertThat(count).isEqualTo(new PictureCount(72, 0, 0, List.of(24, 24, 24)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space.mp4",
        "a:b.mp4",
        "what?.mp4",
        "50%.mp4",
        "100%d.mp4",
        "#1.mp4",
        "-i.mp4",
        "[a]'\"&.mp4",
        "http:x.mp4",
        "concat:x.mp4",
        "Ünïcödé 映画.mp4",
        "playlist.m3u8",
        "two\nlines.mp4",
        "tab\t\\.mp4"
      })
  void inspect_oddFileName_isJustAName(String name) throws IOException {
    Path plain = TestClip.at(directory.resolve("plain.mp4")).frames(24).write();
    Path odd = Files.move(plain, directory.resolve(name));

    assertThat(TaskRun.inspect(odd).video()).hasSize(1);
  }

  @Test
  void inspect_oneTimeOfSoundFarAhead_doesNotStretchTheProgramme() {
    MediaInfo media = TaskRun.inspect(soundWithJump("a.mkv", 48_000 * 29L / 10));

    assertThat(seconds(media.audio().get(0))).isBetween(2.8, 3.1);
    assertThat(media.video().get(0).endPts() * media.video().get(0).timeBase().toDouble())
        .isBetween(2.9, 3.1);
  }

  @Test
  void inspect_aSecondOfSoundBehindALongHole_isBelieved() {
    MediaInfo media = TaskRun.inspect(soundWithJump("a.mkv", 48_000 * 2L));

    assertThat(seconds(media.audio().get(0))).isBetween(3_002.8, 3_003.1);
  }

  /** Three seconds of picture and sound; from a sample on, the times of sound are 50 min ahead. */
  private Path soundWithJump(String name, long fromSample) {
    return TestClip.at(directory.resolve(name))
        .frames(72)
        .sound(3000)
        .soundTimes(sample -> sample < fromSample ? sample : sample + 48_000L * 3_000)
        .write();
  }

  private static double seconds(MediaInfo.AudioStream sound) {
    return sound.endPts() * sound.timeBase().toDouble();
  }
}
