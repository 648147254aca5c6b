package io.framemill.worker.media.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_FORCED;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.worker.testmedia.ClipText;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Text tracks of real containers, decoded by libavcodec, as WebVTT. */
class SubtitlesIT {
  private static final String HEADER = "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:90000\n";

  @TempDir Path directory;

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("mkv", ClipText.srt(), "<i>Hi</i> <b>you</b>\nR&D", "1 < 2\nto {x}"),
        Arguments.of("mkv", ClipText.webVtt(), "<i>Hi</i> <b>you</b>\nR&amp;D", "1 &lt; 2\nto {x}"),
        Arguments.of(
            "mkv",
            ClipText.ass(),
            "{\\i1}Hi{\\i0} {\\b1}you{\\r}\\NR&D",
            "1 < 2\\Nto {note}\\{x\\}"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("kinds")
  void extract_anyKind_keepsTimesAndPlainStyles(
      String container, ClipText kind, String first, String second) throws IOException {
    Path clip = write(container, kind.show(123, 877, first).show(1_234, 567, second));

    ExtractedSubtitles result = extract(clip);

    assertThat(text("text-1.vtt"))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.123 --> 00:00:01.000
            <i>Hi</i> <b>you</b>
            R&amp;D

            00:00:01.234 --> 00:00:01.801
            1 &lt; 2
            to {x}
            """);
    assertThat(result).isEqualTo(new ExtractedSubtitles("text-1", 2, 2, 114, TextCount.of(2)));
  }

  @Test
  void extract_movText_keepsTimes() throws IOException {
    Path clip =
        write(
            "mp4", ClipText.movText().show(250, 750, "One & only").show(1_500, 250, "Ünï\n{two}"));

    extract(clip);

    assertThat(text("text-1.vtt"))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.250 --> 00:00:01.000
            One &amp; only

            00:00:01.500 --> 00:00:01.750
            Ünï
            {two}
            """);
  }

  @Test
  void extract_cueOverTheSeam_standsInBothSegments() throws IOException {
    Path clip =
        write(
            "mkv",
            ClipText.srt()
                .show(0, 500, "first")
                .show(900, 300, "over the seam")
                .show(950, 50, "ends at the seam")
                .show(1_000, 10, "starts at the seam"));

    extract(clip);

    assertThat(text("text-1/00001.vtt"))
        .startsWith(HEADER)
        .contains("first", "00:00:00.900 --> 00:00:01.200\nover the seam\n", "ends at the seam")
        .doesNotContain("starts at");
    assertThat(text("text-1/00002.vtt"))
        .startsWith(HEADER)
        .contains("00:00:00.900 --> 00:00:01.200\nover the seam\n", "starts at the seam")
        .doesNotContain("first", "ends at");
  }

  @Test
  void extract_segmentWithoutACue_isOnlyTheHeader() throws IOException {
    extract(write("mkv", ClipText.srt().show(100, 100, "early")));

    assertThat(text("text-1/00002.vtt")).isEqualTo(HEADER);
  }

  @Test
  void extract_pictureStartsLate_timesCountFromTheFirstPicture() throws IOException {
    Path clip =
        TestClip.at(directory.resolve("late.mkv"))
            .size(64, 36)
            .times(new Rational(1, 24), n -> n + 12)
            .text(
                ClipText.srt()
                    .show(100, 300, "before")
                    .show(400, 300, "half before")
                    .show(750, 250, "in it")
                    .show(2_600, 250, "after"))
            .write();

    ExtractedSubtitles result = extract(clip);

    assertThat(result.packets()).isEqualTo(new TextCount(2, 0, 1, 1, 0, 0));
    assertThat(TaskRun.inspect(clip).subtitles().get(0).packets()).isEqualTo(4);

    assertThat(text("text-1.vtt"))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:00.200
            half before

            00:00:00.250 --> 00:00:00.500
            in it
            """);
  }

  @Test
  void extract_damagedText_isCountedAndMissed() throws IOException {
    ClipText text =
        ClipText.srt()
            .show(100, 100, "good")
            .showLatin1(300, 100, "Gr\u00fc\u00dfe")
            .show(500, 100, "good again");

    ExtractedSubtitles result = extract(write("mkv", text));

    assertThat(result.cues()).isEqualTo(2);
    assertThat(result.packets().damaged()).isEqualTo(1);
    assertThat(text("text-1.vtt")).contains("good", "good again");
  }

  @Test
  void extract_severalTracks_areReadAtOnce() throws IOException {
    Path clip =
        write(
            "mkv",
            ClipText.srt().show(100, 100, "one"),
            ClipText.ass().show(200, 100, "two{\\p1}m 0 0 l 9 9{\\p0}"));

    assertThat(new TaskRun(clip, directory).extractSubtitles().renditions())
        .extracting(ExtractedSubtitles::name)
        .containsExactly("text-1", "text-2");
    assertThat(text("text-1.vtt")).contains("one");
    assertThat(text("text-2.vtt")).endsWith("\ntwo\n");
  }

  @Test
  void inspect_textTracks_areTold() {
    Path clip =
        write(
            "mkv",
            ClipText.srt().language("deu").disposition(AV_DISPOSITION_DEFAULT).show(1, 9, "x"),
            ClipText.ass()
                .language("eng")
                .title("Signs")
                .disposition(AV_DISPOSITION_FORCED)
                .show(1, 9, "x"));

    assertThat(TaskRun.inspect(clip).subtitles())
        .containsExactly(
            new MediaInfo.SubtitleStream(
                1, "subrip", "deu", null, true, false, List.of(), List.of(), 1),
            new MediaInfo.SubtitleStream(
                2, "ass", "eng", "Signs", false, true, List.of(), List.of(), 1));
  }

  @Test
  void inspect_whatCannotBecomeText_isIgnoredWithTheReason() {
    Path clip =
        write(
            "mkv",
            ClipText.of("hdmv_pgs_subtitle").showBytes(1, 9, new byte[3]),
            ClipText.srt(),
            ClipText.of("hdmv_text_subtitle").showBytes(1, 9, new byte[3]));

    MediaInfo media = TaskRun.inspect(clip);

    assertThat(media.subtitles()).isEmpty();
    assertThat(media.leftOut())
        .extracting(MediaInfo.LeftOut::describe)
        .containsExactlyInAnyOrder(
            "stream 1, subtitle hdmv_pgs_subtitle: subtitles that are pictures are not carried over",
            "stream 2, subtitle subrip: there is nothing in it",
            "stream 3, subtitle hdmv_text_subtitle: there is no decoder for it");
  }

  @Test
  void inspect_closedCaptions_areIgnoredAndSaid() {
    Path clip =
        TestClip.at(directory.resolve("captions.mp4")).size(64, 36).closedCaptions().write();

    assertThat(TaskRun.inspect(clip).leftOut())
        .extracting(MediaInfo.LeftOut::describe)
        .containsExactly(
            "stream 0, video h264: its closed captions (CEA-608 or 708) are not carried over");
    assertThat(TaskRun.inspect(write("mkv")).leftOut()).isEmpty();
  }

  private Path write(String container, ClipText... texts) {
    TestClip clip = TestClip.at(directory.resolve("clip." + container)).size(64, 36);
    List.of(texts).forEach(clip::text);
    return clip.write();
  }

  private ExtractedSubtitles extract(Path clip) {
    return new TaskRun(clip, directory).extractSubtitles().renditions().get(0);
  }

  private String text(String file) throws IOException {
    return Files.readString(directory.resolve("subs").resolve(file));
  }
}
