package io.framemill.worker.media.picture;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.testmedia.EditLists;
import io.framemill.worker.testmedia.MediaFiles;
import io.framemill.worker.testmedia.RepeatFields;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Kinds of sources on which chunked encoding has failed somewhere. Each fixes what makes it; the
 * rest of an {@link ExactSample} is drawn.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions hold no state.
enum SourceKind {
  CLOSED_GOP(s -> s.reordered(Reordering.NONE)),
  OPEN_GOP(s -> s.reordered(Reordering.OPEN_GOP)),
  OPEN_GOP_TS(s -> s.in("ts").reordered(Reordering.OPEN_GOP)),
  B_PYRAMID(s -> s.reordered(Reordering.B_PYRAMID)),
  ONE_KEY_FRAME(s -> s.keyFrameEach(10_000)),
  ONE_KEY_FRAME_TS(s -> s.in("ts").keyFrameEach(10_000)),
  ALL_INTRA(s -> s.keyFrameEach(1).reordered(Reordering.NONE)),
  VARIABLE_RATE(s -> s.in("mp4"), (s, clip) -> clip.times(Ticks.MP4, Ticks::uneven)),
  VARIABLE_RATE_MKV(s -> s.in("mkv"), (s, clip) -> clip.times(Ticks.MILLIS, Ticks::unevenMillis)),
  FPS_1(s -> s.at(1, 1).frames(9).keyFrameEach(4)),
  FPS_23_976(s -> s.at(24_000, 1001)),
  FPS_29_97(s -> s.at(30_000, 1001)),
  FPS_59_94(s -> s.at(60_000, 1001)),
  FPS_12_5(s -> s.at(25, 2)),
  FPS_90(s -> s.at(90, 1).frames(200)),
  TICKS_OF_A_24TH(s -> s.in("mp4").at(24, 1), timescale(24)),
  TICKS_OF_A_600TH(s -> s.in("mp4").at(24, 1), timescale(600)),
  TICKS_OF_A_MILLISECOND(s -> s.in("mp4").at(30_000, 1001), timescale(1000)),
  TICKS_OF_A_90000TH(s -> s.in("mp4"), timescale(90_000)),
  TS_LATE_START(s -> s.in("ts"), startingAt(5_000 * Ticks.PER_SECOND)),
  TS_CUT_IN_A_GOP(s -> s.in("ts").keyFrameEach(24).reordered(Reordering.B_PYRAMID)),
  TS_ROLL_OVER(s -> s.in("ts"), startingAt((1L << 33) - 2 * Ticks.PER_SECOND - 4_321)),
  EDIT_LIST_SHIFT(s -> s.in("mp4").reordered(Reordering.B_PYRAMID)),
  EDIT_LIST_PRE_ROLL(s -> s.in("mp4").keyFrameEach(30), startingAt(-40_000)),
  EDIT_LIST_CUT_END(s -> s.in("mp4")),
  EDIT_LIST_CUT_MIDDLE(s -> s.in("mp4")),
  EDIT_LIST_EMPTY_EDIT(s -> s.in("mp4"), startingAt(130_000)),
  FRAGMENTED_MP4(
      s -> s.in("mp4"), (s, clip) -> clip.muxerOption("movflags", "frag_keyframe+empty_moov")),
  HEVC_OPEN_GOP(
      s -> s.reordered(Reordering.NONE),
      (s, clip) ->
          clip.videoCodec("libx265")
              .videoOption("preset", "ultrafast")
              .videoOption("x265-params", "log-level=none:open-gop=1:bframes=3:b-pyramid=1")),
  MATROSKA(s -> s.in("mkv")),
  WEBM_VP8_NO_DURATION(s -> s.in("webm").keyFrameEach(20), vpx("libvpx")),
  WEBM_VP9_NO_DURATION(s -> s.in("webm").keyFrameEach(20), vpx("libvpx-vp9")),
  AVI_NO_PTS(s -> s.in("avi").reordered(Reordering.NONE), (s, clip) -> clip.videoCodec("mpeg4")),
  AVI_NO_PTS_B_FRAMES(
      s -> s.in("avi").reordered(Reordering.NONE),
      (s, clip) -> clip.videoCodec("mpeg4").videoOption("bf", "2")),
  AVI_NO_PTS_H264(s -> s.in("avi").reordered(Reordering.B_PYRAMID)),
  PROGRAM_STREAM(
      s -> s.in("mpg").at(25, 1).reordered(Reordering.NONE),
      (s, clip) -> clip.videoCodec("mpeg2video").videoOption("bf", "2")),
  FLV(s -> s.in("flv")),
  INTERLACED_NOW_AND_THEN(
      s -> s.in("mkv").reordered(Reordering.NONE),
      (s, clip) ->
          clip.videoCodec("ffv1").gop(1).interlaced(n -> n > 6 && (n / 13 % 2 == 1 || n % 5 == 0))),
  SOUND_BEFORE_PICTURE(
      s -> s.withSound(),
      (s, clip) ->
          clip.times(Ticks.MPEG, n -> 2 * Ticks.PER_SECOND + Ticks.ofPicture(s.rate(), n))),
  RAW_MPEG2_REPEATED_FIELDS(
      s -> s.in("m2v").at(30_000, 1001).reordered(Reordering.NONE),
      (s, clip) -> clip.videoCodec("mpeg2video")),
  JOINED_PIDS_CHANGE(
      s -> s.in("ts"),
      (s, clip) -> clip,
      (s, clip) ->
          clip.muxerOption("mpegts_pmt_start_pid", "0x1100")
              .muxerOption("mpegts_start_pid", "0x200")
              .muxerOption("tables_version", "1")),
  JOINED_SHAPE_CHANGES(s -> s.in("ts"), (s, clip) -> clip, (s, clip) -> clip.pixelShape(16, 15)),
  JOINED_INTERLACED_LATER(
      s -> s.in("ts").reordered(Reordering.B_PYRAMID), (s, clip) -> clip, SourceKind::interlaced),
  JOINED_INTERLACED_LATER_MPEG2(
      s -> s.in("ts").at(25, 1).reordered(Reordering.NONE),
      (s, clip) -> clip.videoCodec("mpeg2video"),
      (s, clip) -> interlaced(s, clip.videoCodec("mpeg2video")));

  /** How pictures are referred to and stored. */
  enum Reordering {
    NONE,
    B_PYRAMID,
    OPEN_GOP
  }

  private final UnaryOperator<ExactSample> fixed;
  private final BiFunction<ExactSample, TestClip, TestClip> recipe;
  private final @Nullable BiFunction<ExactSample, TestClip, TestClip> secondRecipe;

  SourceKind(UnaryOperator<ExactSample> fixed) {
    this(fixed, (sample, clip) -> clip);
  }

  SourceKind(UnaryOperator<ExactSample> fixed, BiFunction<ExactSample, TestClip, TestClip> recipe) {
    this.fixed = fixed;
    this.recipe = recipe;
    this.secondRecipe = null;
  }

  /** Two transport streams, joined byte by byte; times and numbers go on. */
  SourceKind(
      UnaryOperator<ExactSample> fixed,
      BiFunction<ExactSample, TestClip, TestClip> recipe,
      BiFunction<ExactSample, TestClip, TestClip> secondRecipe) {
    this.fixed = fixed;
    this.recipe = recipe;
    this.secondRecipe = secondRecipe;
  }

  /** A sample of this kind; the same for the same state of {@code random}. */
  ExactSample draw(Random random) {
    return fix(ExactSample.draw(this, random));
  }

  /** The sample with all that makes this kind. */
  ExactSample fix(ExactSample sample) {
    return fixed.apply(sample);
  }

  /** The clip with all that makes this kind. */
  TestClip cook(ExactSample sample, TestClip clip) {
    return recipe.apply(sample, clip);
  }

  /** Whether the file consists of two parts. */
  boolean isJoined() {
    return secondRecipe != null;
  }

  /** The second part with all that makes this kind; the same clip if there is none. */
  TestClip cookSecond(ExactSample sample, TestClip clip) {
    return secondRecipe == null ? clip : secondRecipe.apply(sample, clip);
  }

  /** Does to the file what no muxer does. */
  void mangle(Path file) {
    switch (this) {
      case TS_CUT_IN_A_GOP -> MediaFiles.dropStartOfTransportStream(file);
      case EDIT_LIST_CUT_END -> EditLists.cutEnd(file);
      case EDIT_LIST_CUT_MIDDLE -> EditLists.cutMiddle(file);
      case RAW_MPEG2_REPEATED_FIELDS -> RepeatFields.mark(file);
      default -> {}
    }
  }

  private static TestClip interlaced(ExactSample sample, TestClip clip) {
    return clip.interlaced(number -> true).videoOption("flags", "+ildct+ilme");
  }

  private static BiFunction<ExactSample, TestClip, TestClip> timescale(int ticksPerSecond) {
    return (sample, clip) -> clip.muxerOption("video_track_timescale", "" + ticksPerSecond);
  }

  /** At the sample's rate, in ticks of 1/90000 s, with the first picture at a tick. */
  private static BiFunction<ExactSample, TestClip, TestClip> startingAt(long ticks) {
    return (sample, clip) ->
        clip.times(Ticks.MPEG, n -> ticks + Ticks.ofPicture(sample.rate(), n))
            .soundStart((int) (ticks / Ticks.PER_MILLI))
            .muxerOption(sample.container().equals("ts") ? "mpegts_copyts" : "use_editlist", "1");
  }

  private static BiFunction<ExactSample, TestClip, TestClip> vpx(String encoder) {
    return (sample, clip) ->
        clip.videoCodec(encoder)
            .videoOption("deadline", "realtime")
            .videoOption("cpu-used", "8")
            .muxerOption("live", "1");
  }

  /** Times of pictures. */
  private static final class Ticks {
    static final Rational MPEG = new Rational(1, 90_000);
    static final Rational MP4 = new Rational(1, 15_360);
    static final Rational MILLIS = new Rational(1, 1000);
    static final long PER_SECOND = 90_000;
    static final long PER_MILLI = 90;

    private Ticks() {}

    static long ofPicture(Rational rate, int number) {
      return Math.floorDiv(number * PER_SECOND * rate.denominator(), rate.numerator());
    }

    static long uneven(int number) {
      return 640L * number + 97L * (number % 5) + 40_000L * (number / 50);
    }

    static long unevenMillis(int number) {
      return 20L * number + 7L * (number % 3) + 1_700L * (number / 40);
    }
  }
}
