package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.FragmentBoxes;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What chunks write are segments that follow each other without a hole, by any player's count. */
class ChunkedVideoIT {
  private static final int FRAMES = 120;

  @TempDir private Path directory;

  static Stream<Arguments> sources() {
    return Stream.of(
        source("closed GOP", "a.mp4", c -> c),
        source("B-pyramid", "a.mp4", TestClip::bFrames),
        source("open GOP", "a.ts", c -> c.openGop().gop(30)),
        source("B-pyramid", "a.ts", TestClip::bFrames),
        source("29.97 fps", "a.mp4", c -> c.frameRate(30000, 1001).bFrames()),
        source("1 fps", "a.mp4", c -> c.frameRate(1, 1).frames(12).gop(5).bFrames()),
        source(
            "variable frame rate",
            "a.mp4",
            c ->
                c.times(
                    new Rational(1, 15360), n -> 640L * n + 97L * (n % 5) + 40_000L * (n / 50))),
        source("no presentation times", "a.avi", c -> c.videoCodec("mpeg4")),
        source("fragmented", "a.mp4", c -> c.muxerOption("movflags", "frag_keyframe").bFrames()));
  }

  private static Arguments source(String what, String file, UnaryOperator<TestClip> recipe) {
    return Arguments.of(Named.of(what + " " + file, recipe), file);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void encodeVideo_inChunks_makesSegmentsThatJoin(UnaryOperator<TestClip> recipe, String file) {
    Path source = recipe.apply(TestClip.at(directory.resolve(file)).frames(FRAMES)).write();
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    List<EncodedSegment> segments = times(encode(run, 1));
    TrackClock clock = TrackClock.ofVideo(run.timeline().timeBase());

    Path track = directory.resolve("out/video/180p");
    List<Path> files = DecodedMedia.segmentsIn(track);
    assertThat(files).hasSameSizeAs(segments);
    long lead =
        clock.presentationTime(segments.get(0).startPts()) - FragmentBoxes.decodeTime(files.get(0));
    assertThat(lead).isBetween(1L, (long) clock.timescale());
    for (int i = 0; i < files.size(); i++) {
      assertThat(files.get(i).getFileName())
          .hasToString(String.format("%05d.m4s", segments.get(i).number()));
      assertThat(FragmentBoxes.topLevel(files.get(i))).containsExactly("moof", "mdat");
      assertThat(FragmentBoxes.decodeTime(files.get(i)))
          .isEqualTo(clock.presentationTime(segments.get(i).startPts()) - lead);
    }
    DecodedMedia media = DecodedMedia.ofSegments(track);
    assertThat(media.complaints()).isEmpty();
    DecodedStream video = media.video().get(0);
    assertThat(video.packetDts()).isSorted().doesNotHaveDuplicates();
    assertThat(video.keyFramePts())
        .containsAll(segments.stream().map(s -> clock.presentationTime(s.startPts())).toList());
    assertThat(segments.get(0).startPts()).isZero();
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).startPts()).isEqualTo(segments.get(i - 1).endPts());
    }
    assertThat(segments.get(segments.size() - 1).endPts())
        .isEqualTo(run.timeline().endPts() - run.timeline().originPts());
  }

  private static List<TaskResult.VideoEncoded> encode(TaskRun run, int segmentsPerChunk) {
    return run.encodeVideo(
        segmentsPerChunk, TaskRun.rendition("180p", 320, 180), TaskRun.rendition("90p", 160, 90));
  }

  /** Segments of the first rendition, their sizes left out. */
  private static List<EncodedSegment> times(List<TaskResult.VideoEncoded> chunks) {
    return chunks.stream()
        .flatMap(c -> c.renditions().get(0).segments().stream())
        .map(s -> new EncodedSegment(s.number(), 1, s.frames(), s.startPts(), s.endPts()))
        .toList();
  }
}
