package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The last picture of a source stays until the programme ends, however it is cut. */
class HeldPictureIT {
  private static final int ALL = 1000;

  /** Without loss, so that pictures can be compared to the bit. */
  private static final VideoRendition LOSSLESS =
      new VideoRendition(
          "90p",
          160,
          90,
          new Profile.VideoEncode(VideoCodec.H264, 90, 0, 100_000, 100_000, "ultrafast", null));

  @TempDir private Path directory;

  static Stream<Arguments> sources() {
    return Stream.of(
        source("H.264", "a.mp4", c -> c),
        source("B-pyramid", "a.mp4", TestClip::bFrames),
        source("open GOP, by bytes", "a.ts", c -> c.openGop().gop(30)),
        source("one key frame", "a.mkv", c -> c.gop(1000).bFrames()),
        source("no presentation times", "a.avi", c -> c.videoCodec("mpeg4")),
        source("no presentation times, B-frames", "a.avi", TestClip::bFrames),
        source(
            "program stream",
            "a.mpg",
            c -> c.videoCodec("mpeg2video").videoOption("bf", "2").frameRate(25, 1)),
        source(
            "interlaced",
            "a.ts",
            c -> c.interlaced(n -> true).videoCodec("mpeg2video").videoOption("flags", "+ildct")),
        source(
            "interlaced at the end",
            "a.mkv",
            c -> c.interlaced(n -> n > 30).videoCodec("ffv1").gop(1)));
  }

  private static Arguments source(String what, String file, UnaryOperator<TestClip> recipe) {
    return Arguments.of(Named.of(what + " " + file, recipe), file);
  }

  private TaskRun run(Path source, String output, int millis) {
    return new TaskRun(source, directory.resolve(output)).lasting(millis);
  }

  private static long sum(
      List<TaskResult.VideoEncoded> chunks, ToLongFunction<TaskResult.VideoEncoded> count) {
    return chunks.stream().mapToLong(count).sum();
  }

  private static List<EncodedSegment> segments(List<TaskResult.VideoEncoded> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.renditions().get(0).segments().stream())
        .map(s -> new EncodedSegment(s.number(), 1, s.frames(), s.startPts(), s.endPts()))
        .toList();
  }

  private static void assertMeet(TaskRun run, List<EncodedSegment> segments) {
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).startPts()).isEqualTo(segments.get(i - 1).endPts());
    }
    assertThat(segments.get(segments.size() - 1).endPts())
        .isEqualTo(run.timeline().endPts() - run.timeline().originPts());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void encodeVideo_programmeGoesOn_repeatsTheLastPictureInEachSegment(
      UnaryOperator<TestClip> recipe, String file) {
    Path source =
        recipe.apply(TestClip.at(directory.resolve(file)).size(160, 90).frames(60)).write();
    TaskRun whole = run(source, "whole", 12_000);
    List<TaskResult.VideoEncoded> one = whole.encodeVideo(ALL, LOSSLESS);
    DecodedStream expected = whole.decodedVideo("90p");
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
    numbers.addAll(Collections.nCopies(9, 59));

    assertThat(expected.frameNumbers()).isEqualTo(numbers);
    assertThat(expected.frameHashes().subList(60, 69)).containsOnly(expected.frameHashes().get(59));
    assertThat(expected.framePts().subList(60, 69)).isEqualTo(segmentStarts(whole, 3, 11));
    assertThat(one.get(0).frames().inChunk()).isEqualTo(60);
    assertThat(one.get(0).frames().held()).isEqualTo(9);
    assertMeet(whole, segments(one));
    for (int segmentsPerChunk : new int[] {1, 2, 5}) {
      TaskRun parts = run(source, "chunks-of-" + segmentsPerChunk, 12_000);
      List<TaskResult.VideoEncoded> chunks =
          segmentsPerChunk == 5
              ? parts.encodeVideo(5, LOSSLESS)
              : parts.encodeVideo(segmentsPerChunk, 3, new Random(segmentsPerChunk), LOSSLESS);
      assertThat(segments(chunks)).isEqualTo(segments(one));
      assertThat(parts.decodedVideo("90p").frameHashes()).isEqualTo(expected.frameHashes());
      assertThat(parts.decodedVideo("90p").framePts()).isEqualTo(expected.framePts());
      assertThat(sum(chunks, c -> c.frames().inChunk())).isEqualTo(60);
      assertThat(sum(chunks, c -> c.frames().held())).isEqualTo(9);
      assertThat(sum(chunks, c -> c.frames().heldTicks()))
          .isEqualTo(one.get(0).frames().heldTicks())
          .isPositive();
    }
  }

  /** When segments from {@code first}, counted from 0, start in the track. */
  private static List<Long> segmentStarts(TaskRun run, int first, int last) {
    TrackClock clock = TrackClock.ofVideo(run.timeline().timeBase());
    return LongStream.rangeClosed(first, last)
        .map(n -> run.timeline().segmentStartPts((int) n + 1) - run.timeline().originPts())
        .map(clock::presentationTime)
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void encodeVideo_onePictureAndLongSound_isHeldInAnyChunks(int slots) {
    Path source = TestClip.at(directory.resolve("a.mp4")).size(160, 90).frames(1).write();
    TaskRun run = run(source, "out", 150_000).withSegmentsOf(4000);

    List<TaskResult.VideoEncoded> chunks =
        run.encodeVideo(slots == 1 ? ALL : slots, slots, new Random(slots), LOSSLESS);

    assertThat(run.decodedVideo("90p").frameNumbers()).hasSize(38).containsOnly(0);
    assertThat(new HashSet<>(run.decodedVideo("90p").frameHashes())).hasSize(1);
    assertThat(segments(chunks)).hasSize(38).allMatch(segment -> segment.frames() == 1);
    assertMeet(run, segments(chunks));
    assertThat(sum(chunks, c -> c.frames().inChunk())).isEqualTo(1);
    assertThat(sum(chunks, c -> c.frames().held())).isEqualTo(37);
    assertThat(sum(chunks, c -> c.frames().decoded())).isLessThanOrEqualTo(chunks.size());
  }

  @Test
  void encodeVideo_chunksBehindTheEndOnOneSlot_decodeNothingAgain() {
    Path source = TestClip.at(directory.resolve("a.mp4")).size(160, 90).gop(1000).write();

    List<TaskResult.VideoEncoded> chunks = run(source, "out", 20_000).encodeVideo(1, LOSSLESS);

    assertThat(sum(chunks, c -> c.frames().decoded())).isEqualTo(48);
    assertThat(sum(chunks, c -> c.frames().held())).isEqualTo(18);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, ALL})
  void encodeVideo_lessThanASecondMissing_stretchesTheLastPicture(int segmentsPerChunk) {
    Path source = TestClip.at(directory.resolve("a.mp4")).size(160, 90).frames(46).write();
    TaskRun run = run(source, "out", 2_900);

    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(segmentsPerChunk, LOSSLESS);

    assertThat(run.decodedVideo("90p").frameNumbers()).hasSize(46);
    assertThat(segments(chunks)).hasSize(2);
    assertMeet(run, segments(chunks));
    assertThat(sum(chunks, c -> c.frames().held())).isZero();
    assertThat(sum(chunks, c -> c.frames().heldTicks()))
        .isEqualTo(run.timeline().endPts() - run.video().endPts());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, ALL})
  void encodeVideo_atARate_repeatsTheLastPictureToTheEnd(int segmentsPerChunk) {
    Path source = TestClip.at(directory.resolve("a.ts")).size(160, 90).bFrames().write();
    TaskRun run = run(source, "out", 6_000).atRate(new Rational(25, 1));

    List<TaskResult.VideoEncoded> chunks =
        run.encodeVideo(segmentsPerChunk, 2, new Random(5), LOSSLESS);

    List<Integer> numbers = run.decodedVideo("90p").frameNumbers();
    assertThat(numbers).hasSize(150).isSorted();
    assertThat(numbers.subList(50, 150)).containsOnly(47);
    assertThat(sum(chunks, c -> c.frames().inChunk())).isEqualTo(48);
    assertThat(sum(chunks, c -> c.frames().held())).isEqualTo(100);
    assertThat(segments(chunks)).hasSize(6).allMatch(segment -> segment.frames() == 25);
  }

  @Test
  void encodeVideo_picturesSecondsApart_addsNone() {
    Path source =
        TestClip.at(directory.resolve("a.mp4"))
            .size(160, 90)
            .frames(6)
            .times(new Rational(1, 24), n -> 168L * n)
            .write();
    TaskRun run = run(source, "out", 42_500);

    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(2, 2, new Random(1), LOSSLESS);

    assertThat(run.decodedVideo("90p").frameNumbers()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(sum(chunks, c -> c.frames().held())).isZero();
    assertMeet(run, segments(chunks));
  }
}
