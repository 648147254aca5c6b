package io.framemill.worker.media.color;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.StripedPicture;
import io.framemill.worker.testmedia.StripedPicture.Stripe;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known colours in, colours computed here from the standards' formulas expected out. */
class ColorIT {
  /** What x264 and rounding may do to a flat area. */
  private static final int TOLERANCE = 3;

  private static final List<Stripe> COLOURS_8 =
      List.of(
          new Stripe(16, 128, 128, 0),
          new Stripe(235, 128, 128, 0),
          new Stripe(63, 102, 240, 0),
          new Stripe(173, 42, 26, 0),
          new Stripe(32, 240, 118, 0),
          new Stripe(188, 154, 16, 0),
          new Stripe(78, 214, 230, 0),
          new Stripe(126, 128, 128, 0));

  private static final List<Stripe> RGB =
      List.of(
          gbr(0, 0, 0),
          gbr(255, 255, 255),
          gbr(255, 0, 0),
          gbr(0, 255, 0),
          gbr(0, 0, 255),
          gbr(255, 255, 0),
          gbr(20, 120, 220),
          gbr(128, 128, 128));

  @TempDir private Path directory;

  private DecodedStream transcode(TestClip clip) {
    TaskRun run = new TaskRun(clip.size(320, 180).frames(6).write(), directory.resolve("out"));
    run.encodeVideo(1, TaskRun.rendition("180p", 320, 180));
    return run.decodedVideo("180p");
  }

  private TestClip clip() {
    return TestClip.at(directory.resolve("a.mkv"));
  }

  private static void assertStripes(DecodedStream actual, List<Stripe> expected) {
    assertThat(actual.stripes()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Stripe stripe = actual.stripes().get(i);
      Stripe wanted = expected.get(i);
      String place = "stripe " + i + ": " + stripe + ", not " + wanted;
      assertThat(stripe.a()).as(place).isCloseTo(wanted.a(), within(TOLERANCE));
      assertThat(stripe.b()).as(place).isCloseTo(wanted.b(), within(TOLERANCE));
      assertThat(stripe.c()).as(place).isCloseTo(wanted.c(), within(TOLERANCE));
    }
  }

  private static StripedPicture picture(UnaryOperator<Stripe> change) {
    return new StripedPicture(COLOURS_8.stream().map(change).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "bt709, bt709, bt709",
    "bt470bg, bt709, bt470bg",
    "smpte170m, smpte170m, smpte170m",
    "bt2020, bt2020-10, bt2020nc",
    "bt709, iec61966-2-1, bt709",
  })
  void encodeVideo_ordinaryVideo_keepsColoursAndTags(
      String primaries, String transfer, String matrix) {
    MediaInfo.Color color = new MediaInfo.Color("tv", primaries, transfer, matrix, 0);

    DecodedStream out = transcode(clip().color(color).stripes("yuv420p", picture(s -> s)));

    assertThat(out.color()).isEqualTo(PictureColor.of(color));
    assertStripes(out, COLOURS_8);
  }

  static Stream<Arguments> samplings() {
    UnaryOperator<Stripe> tenBit = s -> new Stripe(4 * s.a(), 4 * s.b(), 4 * s.c(), 0);
    UnaryOperator<Stripe> twelveBit = s -> new Stripe(16 * s.a(), 16 * s.b(), 16 * s.c(), 0);
    return Stream.of(
        Arguments.of("yuv422p", UnaryOperator.<Stripe>identity()),
        Arguments.of("yuv444p", UnaryOperator.<Stripe>identity()),
        Arguments.of("yuv420p10le", tenBit),
        Arguments.of("yuv422p10le", tenBit),
        Arguments.of("yuv444p12le", twelveBit));
  }

  @ParameterizedTest
  @MethodSource("samplings")
  void encodeVideo_finerSampling_keepsColours(String format, UnaryOperator<Stripe> scale) {
    DecodedStream out =
        transcode(clip().color(MediaInfo.Color.BT709).stripes(format, picture(scale)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, COLOURS_8);
  }

  @Test
  void encodeVideo_fullRange_becomesLimited() {
    MediaInfo.Color full = new MediaInfo.Color("pc", "bt709", "bt709", "bt709", 0);

    DecodedStream out =
        transcode(clip().color(full).stripes("yuv420p", StripedPicture.greys(0, 255, 128)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, StripedPicture.greys(16, 235, 128).stripes());
  }

  @ParameterizedTest
  @CsvSource({
    "64, 48, smpte170m, bt709",
    "720, 480, smpte170m, smpte170m",
    "720, 576, smpte170m, bt470bg",
    "1280, 528, bt709, bt709",
    "480, 640, bt709, bt709",
  })
  void inspect_untagged_isWhatPlayersTakeForGranted(
      int width, int height, String matrix, String primaries) {
    Path source = TestClip.at(directory.resolve("a.mp4")).size(width, height).frames(2).write();

    assertThat(TaskRun.inspect(source).video().get(0).color())
        .isEqualTo(new MediaInfo.Color("tv", primaries, "bt709", matrix, 0));
  }

  @Test
  void encodeVideo_untagged_saysWhatPlayersTookForGranted() {
    DecodedStream out = transcode(clip().stripes("yuv420p", picture(s -> s)));

    assertThat(out.color())
        .isEqualTo(PictureColor.of(new MediaInfo.Color("tv", "bt709", "bt709", "smpte170m", 0)));
    assertStripes(out, COLOURS_8);
  }

  @Test
  void encodeVideo_yCgCo_becomesBt709() {
    MediaInfo.Color color = new MediaInfo.Color("tv", "bt709", "bt709", "ycgco", 0);
    List<Stripe> in = RGB.stream().map(ColorIT::yCgCo).toList();

    DecodedStream out = transcode(clip().color(color).stripes("yuv444p", new StripedPicture(in)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, RGB.stream().map(ColorIT::bt709).toList());
  }

  /** ITU-T H.273 (07/2024), equations 47 to 49, in limited range. */
  private static Stripe yCgCo(Stripe gbr) {
    double r = gbr.c() / 255.0;
    double g = gbr.a() / 255.0;
    double b = gbr.b() / 255.0;
    return new Stripe(
        (int) Math.round(16 + 219 * (0.5 * g + 0.25 * (r + b))),
        (int) Math.round(128 + 224 * (0.5 * g - 0.25 * (r + b))),
        (int) Math.round(128 + 224 * 0.5 * (r - b)),
        0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bt2020c", "chroma-derived-nc", "chroma-derived-c"})
  void encodeVideo_rareMatrixOfGrey_staysGrey(String matrix) {
    MediaInfo.Color color = new MediaInfo.Color("tv", "bt2020", "bt709", matrix, 0);

    DecodedStream out =
        transcode(clip().color(color).stripes("yuv444p", StripedPicture.greys(16, 235, 128)));

    assertStripes(out, StripedPicture.greys(16, 235, 128).stripes());
    assertThat(out.color())
        .isEqualTo(PictureColor.of(new MediaInfo.Color("tv", "bt2020", "bt709", "bt2020nc", 0)));
  }

  @Test
  void encodeVideo_ictcp_isToneMapped() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "ictcp", 4000);

    DecodedStream out =
        transcode(clip().color(pq).stripes("yuv444p10le", StripedPicture.greys(64, 940, 512)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, HdrFormulas.toneMapped(HdrFormulas::pqNits, 4000));
  }

  @Test
  void inspect_unknownMatrix_isRefused() {
    MediaInfo.Color color = new MediaInfo.Color("tv", "bt709", "bt709", "ipt-c2", 0);
    Path source = clip().color(color).stripes("yuv444p", picture(s -> s)).frames(1).write();

    assertThatThrownBy(() -> TaskRun.inspect(source))
        .isInstanceOf(BadSourceException.class)
        .hasMessage("The colours of stream 0 are in a form that is not supported (matrix ipt-c2)");
  }

  @Test
  void encodeVideo_rgb_becomesBt709() {
    List<Stripe> tenBit =
        RGB.stream().map(s -> new Stripe(4 * s.a(), 4 * s.b(), 4 * s.c(), 0)).toList();

    DecodedStream out = transcode(clip().stripes("gbrp10le", new StripedPicture(tenBit)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, RGB.stream().map(ColorIT::bt709).toList());
  }

  private static Stripe gbr(int red, int green, int blue) {
    return new Stripe(green, blue, red, 0);
  }

  /** ITU-R BT.709-6, items 3.2 and 3.5. */
  private static Stripe bt709(Stripe gbr) {
    double r = gbr.c() / 255.0;
    double g = gbr.a() / 255.0;
    double b = gbr.b() / 255.0;
    double luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return new Stripe(
        (int) Math.round(16 + 219 * luma),
        (int) Math.round(128 + 224 * (b - luma) / 1.8556),
        (int) Math.round(128 + 224 * (r - luma) / 1.5748),
        0);
  }

  @ParameterizedTest
  @CsvSource({"yuva420p, 1", "yuva444p, 1", "yuva444p10le, 4"})
  void encodeVideo_alpha_isBlendedOnBlack(String format, int scale) {
    List<Stripe> in =
        COLOURS_8.stream()
            .map(s -> new Stripe(scale * s.a(), scale * s.b(), scale * s.c(), scale * alpha(s)))
            .toList();

    DecodedStream out =
        transcode(clip().color(MediaInfo.Color.BT709).stripes(format, new StripedPicture(in)));

    assertStripes(out, COLOURS_8.stream().map(ColorIT::onBlack).toList());
  }

  /** Another one for each stripe, the ends among them. */
  private static int alpha(Stripe stripe) {
    return COLOURS_8.indexOf(stripe) * 255 / (StripedPicture.STRIPES - 1);
  }

  private static Stripe onBlack(Stripe stripe) {
    double alpha = alpha(stripe) / 255.0;
    return new Stripe(
        (int) Math.round(16 + (stripe.a() - 16) * alpha),
        (int) Math.round(128 + (stripe.b() - 128) * alpha),
        (int) Math.round(128 + (stripe.c() - 128) * alpha),
        0);
  }

  @Test
  void encodeVideo_rangeChangesInMidStream_comesOutInOne() throws IOException {
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(greys("1.ts", MediaInfo.Color.BT709, 16, 235, 0), out);
      MediaInfo.Color full = new MediaInfo.Color("pc", "bt709", "bt709", "bt709", 0);
      Files.copy(greys("2.ts", full, 0, 255, 36), out);
    }
    TaskRun run = new TaskRun(joined, directory.resolve("out"));

    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(1, TaskRun.rendition("180p", 320, 180));

    assertThat(chunks.stream().map(c -> c.renditions().get(0).initSha256()).distinct()).hasSize(1);
    assertThat(run.decodedVideo("180p").color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(run.decodedVideo("180p"), StripedPicture.greys(16, 235, 128).stripes());
  }

  private Path greys(String file, MediaInfo.Color color, int black, int white, int start) {
    return TestClip.at(directory.resolve(file))
        .frames(36)
        .color(color)
        .stripes("yuv420p", StripedPicture.greys(black, white, 128))
        .videoCodec("libx264")
        .videoOption("crf", "10")
        .times(new Rational(1, 24), n -> n + start)
        .write();
  }

  @Test
  void encodeVideo_pq_isToneMapped() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "bt2020nc", 4000);
    TestClip clip = clip().color(pq).stripes("yuv420p10le", StripedPicture.greys(64, 940, 512));

    DecodedStream out = transcode(clip);

    assertThat(TaskRun.inspect(clip.file).video().get(0).color()).isEqualTo(pq);
    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, HdrFormulas.toneMapped(HdrFormulas::pqNits, 4000));
  }

  @Test
  void encodeVideo_hlg_isToneMapped() {
    MediaInfo.Color hlg = new MediaInfo.Color("tv", "bt2020", "arib-std-b67", "bt2020nc", 0);

    DecodedStream out =
        transcode(clip().color(hlg).stripes("yuv420p10le", StripedPicture.greys(64, 940, 512)));

    assertThat(out.color()).isEqualTo(PictureColor.of(MediaInfo.Color.BT709));
    assertStripes(out, HdrFormulas.toneMapped(HdrFormulas::hlgNits, 1000));
    // HLG's own white, 75 %, is neither grey nor blown.
    assertThat(out.stripes().get(5).a()).isBetween(150, 210);
  }
}
