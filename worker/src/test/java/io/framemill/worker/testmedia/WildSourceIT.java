package io.framemill.worker.testmedia;

import static io.framemill.worker.testmedia.WildSource.AUDIO_DESCRIPTION_FIRST;
import static io.framemill.worker.testmedia.WildSource.CUT_IN_A_GOP;
import static io.framemill.worker.testmedia.WildSource.EDIT_LIST_DROPS;
import static io.framemill.worker.testmedia.WildSource.FILM_IN_MATROSKA;
import static io.framemill.worker.testmedia.WildSource.LANGUAGE_REGIONS;
import static io.framemill.worker.testmedia.WildSource.MOSTLY_DAMAGED;
import static io.framemill.worker.testmedia.WildSource.ONE_PICTURE_LONG_SOUND;
import static io.framemill.worker.testmedia.WildSource.PULLDOWN;
import static io.framemill.worker.testmedia.WildSource.SAME_TIMES;
import static io.framemill.worker.testmedia.WildSource.SOUND_CODEC_CHANGE;
import static io.framemill.worker.testmedia.WildSource.SOUND_PID_CHANGE;
import static io.framemill.worker.testmedia.WildSource.SOUND_ROLES;
import static io.framemill.worker.testmedia.WildSource.TWO_PROGRAMMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_COMMENT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ORIGINAL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_VISUAL_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Demuxer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sources are what they say, for a plain demuxer and decoder. */
class WildSourceIT {
  @TempDir private Path directory;

  @BeforeAll
  static void load() {
    Libav.load();
  }

  private DecodedMedia decoded(WildSource kind) {
    return DecodedMedia.of(kind.write(directory));
  }

  /** A fact of each stream that is known when the file is open. */
  private <T> List<T> streams(WildSource kind, Function<AVStream, T> fact) {
    try (Demuxer demuxer = Demuxer.open(kind.write(directory))) {
      return IntStream.range(0, demuxer.streamCount()).mapToObj(demuxer::stream).map(fact).toList();
    }
  }

  private static double seconds(DecodedStream stream) {
    int last = stream.framePts().size() - 1;
    return stream.frameSeconds(last) - stream.frameSeconds(0);
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_PICTURE_LONG_SOUND, 1, 288000",
    "PICTURE_STOPS, 50, 288000",
    "SOUND_A_LITTLE_LONGER, 50, 120000"
  })
  void soundLongerThanPicture_frames_endBeforeTheSound(WildSource kind, int frames, int samples) {
    DecodedMedia media = decoded(kind);

    assertThat(media.video().get(0).framePts()).hasSize(frames);
    assertThat(media.audio().get(0).samples()).hasSizeBetween(samples, samples + 2048);
  }

  @ParameterizedTest
  @EnumSource(names = {"LATE_SOUND_PS", "LATE_SOUND_FLV", "GROWING_PMT"})
  void lateSound_streams_areKnownOnlyAfterSomeReading(WildSource kind) {
    try (Demuxer demuxer = Demuxer.open(kind.write(directory));
        NativePacket packet = NativePacket.allocate()) {
      assertThat(demuxer.streamCount()).isEqualTo(1);
      while (demuxer.read(packet)) {
        assertThat(demuxer.streamCount()).isLessThanOrEqualTo(2);
      }
      assertThat(demuxer.streamCount()).isEqualTo(2);
    }
    assertThat(decoded(kind).audio().get(0).samples().size()).isGreaterThan(90_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"SECOND_SOUND_IN_THE_MIDDLE_MKV", "SECOND_SOUND_IN_THE_MIDDLE_TS"})
  void secondSound_frames_areInTheMiddleOnly(WildSource kind) {
    DecodedStream second = decoded(kind).audio().get(1);

    assertThat(second.frameSeconds(0)).isCloseTo(2, within(0.05));
    assertThat(seconds(second)).isCloseTo(1, within(0.1));
  }

  @Test
  void pidChange_streams_doubleWhereTheSecondPartBegins() {
    DecodedMedia media = decoded(WildSource.PID_CHANGE);

    assertThat(media.video()).hasSize(2).allMatch(stream -> stream.framePts().size() == 50);
    assertThat(media.audio()).hasSize(2);
    assertThat(media.video().get(1).frameSeconds(0) - media.video().get(0).frameSeconds(49))
        .isCloseTo(0.04, within(0.001));
  }

  @Test
  void soundPidChange_pictures_areOneStreamAndSoundIsTwo() {
    for (WildSource kind : List.of(SOUND_PID_CHANGE, SOUND_CODEC_CHANGE)) {
      DecodedMedia media = decoded(kind);
      assertThat(media.video()).hasSize(1);
      assertThat(media.video().get(0).framePts()).hasSize(100);
      assertThat(media.audio()).hasSize(2);
    }
    assertThat(decoded(SOUND_CODEC_CHANGE).audio())
        .extracting(DecodedStream::codec)
        .containsExactly("aac", "ac3");
  }

  @Test
  void twoProgrammes_streams_belongToEach() {
    try (Demuxer demuxer = Demuxer.open(TWO_PROGRAMMES.write(directory))) {
      assertThat(demuxer.get().nb_programs()).isEqualTo(2);
      for (int i = 0; i < 2; i++) {
        assertThat(demuxer.get().programs(i).nb_stream_indexes()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"MOTION_PHOTO, 50, 1", "ANIMATED_AVIF, 1, 20"})
  void filmAndStill_tracks_areBothDefault(WildSource kind, int first, int second) {
    assertThat(decoded(kind).video())
        .extracting(stream -> stream.framePts().size())
        .containsExactly(first, second);
    assertThat(streams(kind, stream -> stream.disposition() & 1)).containsExactly(1, 1);
  }

  @Test
  void soundRoles_dispositions_areInTheFile() {
    assertThat(streams(SOUND_ROLES, AVStream::disposition))
        .endsWith(
            AV_DISPOSITION_COMMENT,
            AV_DISPOSITION_VISUAL_IMPAIRED,
            AV_DISPOSITION_ORIGINAL,
            AV_DISPOSITION_HEARING_IMPAIRED);
    List<Integer> described = streams(AUDIO_DESCRIPTION_FIRST, AVStream::disposition);
    assertThat(described.get(1) & AV_DISPOSITION_VISUAL_IMPAIRED).isNotZero();
    assertThat(described.get(2)).isZero();
  }

  @Test
  void languageRegions_tags_keepTheirRegion() {
    List<String> languages =
        streams(
            LANGUAGE_REGIONS,
            stream ->
                stream.codecpar().sample_rate() == 0
                    ? ""
                    : av_dict_get(stream.metadata(), "language", null, 0).value().getString());

    assertThat(languages).containsExactly("", "pt-BR", "pt-PT");
  }

  @ParameterizedTest
  @EnumSource(names = {"PIXEL_CROP", "CLEAN_APERTURE"})
  void cropping_sideData_saysTheFourSides(WildSource kind) {
    List<List<Integer>> sides = streams(kind, WildSourceIT::cropping);

    assertThat(sides).containsExactly(List.of(10, 6, 16, 24));
  }

  private static List<Integer> cropping(AVStream stream) {
    AVPacketSideData cropping =
        av_packet_side_data_get(
            stream.codecpar().coded_side_data(),
            stream.codecpar().nb_coded_side_data(),
            AV_PKT_DATA_FRAME_CROPPING);
    ByteBuffer sides =
        cropping.data().capacity(cropping.size()).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return List.of(sides.getInt(), sides.getInt(), sides.getInt(), sides.getInt());
  }

  @ParameterizedTest
  @EnumSource(names = {"ASPECT_CHANGE_H264", "ASPECT_CHANGE_MPEG2"})
  void aspectChange_squares_differInCodedPixels(WildSource kind) {
    DecodedStream stream = decoded(kind).video().get(0);

    assertThat(stream.framePts()).hasSize(100);
    assertThat(stream.whiteBoxes().get(24)).isEqualTo(new WhiteBox(66, 42, 60, 60));
    assertThat(stream.whiteBoxes().get(25)).isEqualTo(new WhiteBox(73, 42, 45, 60));
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERLACED_LATER_H264", "INTERLACED_LATER_MPEG2"})
  void interlacedLater_secondHalf_isCombed(WildSource kind) {
    DecodedStream stream = decoded(kind).video().get(0);

    assertThat(stream.combing()).hasSize(100);
    assertThat(stream.combing().subList(0, 50)).allMatch(share -> share < 0.01);
    assertThat(stream.combing().subList(50, 100)).allMatch(share -> share > 0.5);
  }

  @ParameterizedTest
  @CsvSource({"CHAINED_VORBIS, 240000", "CHAINED_OPUS, 240000", "CHAINED_RATES, 228300"})
  void chained_samples_areThoseOfBothLinks(WildSource kind, int samples) {
    DecodedMedia media = decoded(kind);

    assertThat(media.audio()).hasSize(1);
    assertThat(media.audio().get(0).samples()).hasSizeBetween(samples, samples + 2048);
  }

  @Test
  void pulldown_flags_makeItLonger() {
    DecodedStream stream = decoded(PULLDOWN).video().get(0);

    assertThat(stream.frameNumbers()).isEqualTo(IntStream.range(0, 48).boxed().toList());
    assertThat(stream.frameSeconds(40) - stream.frameSeconds(0))
        .isCloseTo(40 * 1001 / 24_000.0, within(0.02));
  }

  @Test
  void contentEncryption_file_isSaidToBeProtected() {
    assertThat(decoded(WildSource.CONTENT_ENCRYPTION).complaints())
        .anyMatch(line -> line.contains("DRM protected stream detected"));
  }

  @Test
  void mostlyDamaged_frames_areOnlyTheFirst() {
    DecodedStream stream = decoded(MOSTLY_DAMAGED).video().get(0);

    assertThat(stream.packetPts()).hasSize(100);
    assertThat(stream.framePts()).hasSize(25);
  }

  @Test
  void filmInMatroska_times_areRoundedToMilliseconds() {
    assertThat(decoded(FILM_IN_MATROSKA).video().get(0).framePts()).startsWith(0L, 42L, 83L, 125L);
  }

  @Test
  void sameTimes_frames_areFiveAtOnce() {
    DecodedStream stream = decoded(SAME_TIMES).video().get(0);

    assertThat(stream.framePts()).hasSize(50);
    assertThat(stream.framePts().subList(20, 25)).containsOnly(800L);
    assertThat(stream.frameNumbers()).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void editListDrops_frames_lackTheMiddle() {
    assertThat(decoded(EDIT_LIST_DROPS).video().get(0).frameNumbers())
        .contains(0, 74)
        .doesNotContain(37)
        .hasSizeLessThan(60);
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_MP4", "CUT_SOUND", "CUT_MKV"})
  void cut_sound_isMuchLessThanTheHeaderSays(WildSource kind) {
    assertThat(decoded(kind).audio().get(0).samples().size()).isBetween(100_000, 200_000);
  }

  @Test
  void cutInAGop_firstPackets_giveNoFrame() {
    DecodedStream stream = decoded(CUT_IN_A_GOP).video().get(0);

    assertThat(stream.packetKeys().get(0)).isFalse();
    assertThat(stream.framePts().size()).isLessThan(stream.packetPts().size());
  }

  @Test
  void beeps_ofAClip_areHeardAtWholeSeconds() {
    Path file = ONE_PICTURE_LONG_SOUND.write(directory);

    assertThat(DecodedSound.of(file, 1).beepSeconds())
        .hasSize(6)
        .allSatisfy(at -> assertThat(at).isCloseTo(Math.rint(at), within(0.03)));
  }
}
