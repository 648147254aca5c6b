package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.source.Demuxer;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples of {@link ExactnessIT} are what their kinds say. */
class SourceKindIT {
  private static final long ROLL_OVER = 1L << 33;

  @TempDir private Path directory;

  private ExactSample sample(SourceKind kind) {
    return kind.draw(new Random(1));
  }

  private Path write(SourceKind kind) {
    return sample(kind).write(directory);
  }

  private DecodedStream decoded(SourceKind kind) {
    return DecodedMedia.of(write(kind)).video().get(0);
  }

  private MediaInfo.VideoStream inspected(SourceKind kind) {
    return TaskRun.inspect(write(kind)).video().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "TICKS_OF_A_24TH, 24",
    "TICKS_OF_A_600TH, 600",
    "TICKS_OF_A_MILLISECOND, 1000",
    "TICKS_OF_A_90000TH, 90000",
    "MATROSKA, 1000",
    "FLV, 1000"
  })
  void timeBase_ofTicks_isSo(SourceKind kind, int ticksPerSecond) {
    assertThat(inspected(kind).timeBase()).isEqualTo(new Rational(1, ticksPerSecond));
  }

  @ParameterizedTest
  @CsvSource({
    "FPS_1, 1",
    "FPS_12_5, 12.5",
    "FPS_23_976, 23.976",
    "FPS_29_97, 29.97",
    "FPS_59_94, 59.94",
    "FPS_90, 90"
  })
  void rate_ofFps_isSo(SourceKind kind, double picturesPerSecond) {
    assertThat(inspected(kind).frameRate().toDouble())
        .isBetween(picturesPerSecond * 0.998, picturesPerSecond * 1.002);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPEN_GOP", "OPEN_GOP_TS", "HEVC_OPEN_GOP"})
  void openGop_picturesAfterAKeyFrame_areShownBeforeIt(SourceKind kind) {
    DecodedStream stream = decoded(kind);
    boolean leading = false;
    for (int i = 1; i + 1 < stream.packetPts().size(); i++) {
      leading |=
          stream.packetKeys().get(i) && stream.packetPts().get(i + 1) < stream.packetPts().get(i);
    }
    assertThat(leading).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"B_PYRAMID", "EDIT_LIST_SHIFT", "PROGRAM_STREAM"})
  void reordered_packets_areNotInTheOrderOfShowing(SourceKind kind) {
    DecodedStream stream = decoded(kind);
    assertThat(stream.packetPts()).isNotEqualTo(stream.packetPts().stream().sorted().toList());
  }

  @Test
  void keyFrames_fewAndMany_areSo() {
    assertThat(decoded(SourceKind.ONE_KEY_FRAME).keyFramePts()).hasSize(1);
    assertThat(decoded(SourceKind.ONE_KEY_FRAME_TS).keyFramePts()).hasSize(1);
    assertThat(decoded(SourceKind.ALL_INTRA).packetKeys()).containsOnly(true);
  }

  @ParameterizedTest
  @EnumSource(names = {"VARIABLE_RATE", "VARIABLE_RATE_MKV"})
  void variableRate_steps_differByFarMoreThanRounding(SourceKind kind) {
    List<Long> times = decoded(kind).framePts();
    List<Long> steps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      steps.add(times.get(i) - times.get(i - 1));
    }
    assertThat(steps.stream().mapToLong(s -> s).max().orElseThrow())
        .isGreaterThan(10 * steps.stream().mapToLong(s -> s).min().orElseThrow());
  }

  @Test
  void mpegTs_startTimes_areLateAndAcrossTheRollOver() {
    assertThat(inspected(SourceKind.TS_LATE_START).startPts())
        .isGreaterThanOrEqualTo(5_000 * 90_000L);
    MediaInfo.VideoStream rolling = inspected(SourceKind.TS_ROLL_OVER);
    boolean fromBelowZero = rolling.startPts() < 0 && rolling.endPts() > 0;
    boolean beyond = rolling.startPts() < ROLL_OVER && rolling.endPts() > ROLL_OVER;
    assertThat(fromBelowZero || beyond).as("%s", rolling).isTrue();
  }

  @Test
  void mpegTs_cutInAGop_hasPacketsBeforeTheFirstKeyFrame() {
    DecodedStream stream = decoded(SourceKind.TS_CUT_IN_A_GOP);
    assertThat(stream.packetKeys().get(0)).isFalse();
    assertThat(stream.frameNumbers()).doesNotContain(0).contains(60);
  }

  @Test
  void editLists_each_hideWhatTheySay() {
    assertThat(decoded(SourceKind.EDIT_LIST_PRE_ROLL).frameNumbers()).doesNotContain(0, 5);
    assertThat(decoded(SourceKind.EDIT_LIST_PRE_ROLL).packetKeys().get(0)).isTrue();
    assertThat(inspected(SourceKind.EDIT_LIST_EMPTY_EDIT).startPts()).isGreaterThan(10_000);
    int last = sample(SourceKind.EDIT_LIST_CUT_END).frames() - 1;
    assertThat(decoded(SourceKind.EDIT_LIST_CUT_END).frameNumbers())
        .contains(0)
        .doesNotContain(last);
    ExactSample middle = sample(SourceKind.EDIT_LIST_CUT_MIDDLE);
    assertThat(decoded(SourceKind.EDIT_LIST_CUT_MIDDLE).frameNumbers())
        .contains(0, middle.frames() - 1)
        .doesNotContain(middle.frames() / 2);
  }

  @Test
  void fragmented_file_hasFragments() throws IOException {
    assertThat(Files.readString(write(SourceKind.FRAGMENTED_MP4), StandardCharsets.ISO_8859_1))
        .contains("moof");
  }

  @ParameterizedTest
  @EnumSource(names = {"WEBM_VP8_NO_DURATION", "WEBM_VP9_NO_DURATION"})
  void webm_file_statesNoDuration(SourceKind kind) {
    try (Demuxer demuxer = Demuxer.open(write(kind))) {
      assertThat(demuxer.get().duration()).isEqualTo(AV_NOPTS_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AVI_NO_PTS_B_FRAMES", "AVI_NO_PTS_H264"})
  void aviWithBFrames_packets_haveNoPresentationTimes(SourceKind kind) {
    assertThat(decoded(kind).packetPts()).contains(PictureTimes.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "JOINED_.*")
  void joined_parts_goOnInNumbersAndTimes(SourceKind kind) {
    List<DecodedStream> streams = DecodedMedia.of(write(kind)).video();

    PictureRow row = PictureRow.of(streams);
    assertThat(streams).hasSize(kind == SourceKind.JOINED_PIDS_CHANGE ? 2 : 1);
    assertThat(row.numbers()).isEqualTo(IntStream.range(0, sample(kind).frames()).boxed().toList());
    assertThat(row.times()).isSorted().doesNotHaveDuplicates();
    boolean isInterlaced = kind.name().contains("INTERLACED");
    List<Double> combing = streams.get(streams.size() - 1).combing();
    assertThat(combing.get(combing.size() - 1) > 0.5).isEqualTo(isInterlaced);
    assertThat(streams.get(0).combing().get(1)).isLessThan(0.01);
  }

  @Test
  void soundBeforePicture_sound_beginsTwoSecondsEarlier() {
    DecodedMedia media = DecodedMedia.of(write(SourceKind.SOUND_BEFORE_PICTURE));

    assertThat(media.video().get(0).frameSeconds(0) - media.audio().get(0).frameSeconds(0))
        .isCloseTo(2, within(0.05));
  }

  @Test
  void repeatedFields_rawStream_lastsAQuarterLonger() {
    DecodedStream stream = decoded(SourceKind.RAW_MPEG2_REPEATED_FIELDS);

    assertThat(stream.frameSeconds(40) - stream.frameSeconds(0))
        .isCloseTo(40 * 1001 / 24_000.0, within(0.02));
  }
}
