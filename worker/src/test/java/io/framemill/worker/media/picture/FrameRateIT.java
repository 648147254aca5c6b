package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each output picture is the source picture that is current then, in chunks as in one. */
class FrameRateIT {
  private static final Rational PAL = new Rational(25, 1);
  private static final Rational THIRTY = new Rational(30, 1);
  private static final Rational NTSC = new Rational(30_000, 1001);

  @TempDir private Path directory;

  static Stream<Arguments> sources() {
    return Stream.of(
        source("slower source", "a.mp4", THIRTY, c -> c.bFrames()),
        source("faster source", "a.mp4", THIRTY, c -> c.frameRate(60, 1).frames(200).openGop()),
        source("the same rate in milliseconds", "a.mkv", NTSC, c -> c.frameRate(30_000, 1001)),
        source("nearly the same rate", "a.mkv", THIRTY, c -> c.frameRate(30_000, 1001).bFrames()),
        source(
            "ticks of a 24th of a second",
            "a.mp4",
            PAL,
            c -> c.muxerOption("video_track_timescale", "24")),
        source("half the rate", "a.flv", new Rational(25, 2), c -> c.frameRate(25, 1).gop(17)),
        source("open GOP", "a.ts", new Rational(60_000, 1001), c -> c.openGop().gop(30)),
        source("one key frame", "a.ts", THIRTY, c -> c.gop(1000).bFrames()),
        source("no presentation times", "a.avi", THIRTY, c -> c.videoCodec("mpeg4")),
        source(
            "variable frame rate",
            "a.mp4",
            PAL,
            c ->
                c.times(
                    new Rational(1, 15_360), n -> 640L * n + 97L * (n % 5) + 40_000L * (n / 50))),
        source(
            "interlaced",
            "a.ts",
            THIRTY,
            c ->
                c.interlaced(n -> true)
                    .videoCodec("mpeg2video")
                    .frameRate(25, 1)
                    .videoOption("flags", "+ildct")));
  }

  private static Arguments source(
      String what, String file, Rational rate, UnaryOperator<TestClip> recipe) {
    return Arguments.of(Named.of(what + " " + file, recipe), file, rate);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void encodeVideo_atARateInChunks_showsWhatIsCurrent(
      UnaryOperator<TestClip> recipe, String file, Rational rate) {
    Path source =
        recipe.apply(TestClip.at(directory.resolve(file)).frames(96).size(160, 90)).write();
    PictureRow inSource = PictureRow.of(DecodedMedia.of(source).video().get(0));

    for (int segmentsPerChunk : new int[] {100, 1, 2}) {
      TaskRun run =
          new TaskRun(source, directory.resolve("chunks-of-" + segmentsPerChunk)).atRate(rate);
      List<EncodedSegment> segments = segments(run, segmentsPerChunk);
      DecodedStream decoded = run.decodedVideo("90p");

      assertThat(decoded.frameNumbers()).isEqualTo(inSource.at(rate, run.timeline()).numbers());
      assertThat(decoded.framePts()).isEqualTo(evenTimes(decoded.framePts().size(), rate));
      assertThat(segments).allMatch(s -> s.frames() == s.endPts() - s.startPts());
      assertThat(segments).extracting(EncodedSegment::startPts).startsWith(0L);
    }
  }

  @Test
  void encodeVideo_sourceHasTheRate_keepsEachPictureOnce() {
    Path source =
        TestClip.at(directory.resolve("a.mkv")).frames(96).frameRate(30_000, 1001).write();
    TaskRun run = new TaskRun(source, directory.resolve("out")).atRate(NTSC);
    segments(run, 1);
    assertThat(run.decodedVideo("90p").frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, 96).boxed().toList());
  }

  private static List<EncodedSegment> segments(TaskRun run, int segmentsPerChunk) {
    return run.encodeVideo(segmentsPerChunk, TaskRun.rendition("90p", 160, 90)).stream()
        .map(TaskResult.VideoEncoded::renditions)
        .flatMap(renditions -> renditions.get(0).segments().stream())
        .toList();
  }

  private static List<Long> evenTimes(int count, Rational rate) {
    TrackClock clock = TrackClock.ofVideo(new Rational(rate.denominator(), rate.numerator()));
    return LongStream.range(0, count).map(clock::presentationTime).boxed().toList();
  }
}
