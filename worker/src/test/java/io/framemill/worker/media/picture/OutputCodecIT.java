package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.OutputColor;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each output codec: chunks are exact, their segments stand alone, and headers tell the truth. */
class OutputCodecIT {
  private static final int FRAMES = 100;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void encodeVideo_inChunks_equalsOneChunk(VideoCodec codec) {
    VideoRendition rendition = TaskRun.rendition(codec, 160, 90);
    Path source = clip().bFrames().write();
    TaskRun whole = new TaskRun(source, directory.resolve("whole"));
    List<TaskResult.VideoEncoded> one = whole.encodeVideo(100, rendition);
    DecodedStream expected = whole.decodedVideo("90p");
    assertThat(expected.frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());

    for (int segmentsPerChunk : new int[] {1, 3}) {
      TaskRun run = new TaskRun(source, directory.resolve("chunks-of-" + segmentsPerChunk));
      List<TaskResult.VideoEncoded> chunks = run.encodeVideo(segmentsPerChunk, rendition);
      assertThat(times(chunks)).isEqualTo(times(one));
      assertThat(initDigests(chunks)).hasSize(1).isEqualTo(initDigests(one));
      DecodedStream decoded = run.decodedVideo("90p");
      assertThat(decoded.frameNumbers()).isEqualTo(expected.frameNumbers());
      assertThat(decoded.framePts()).isEqualTo(expected.framePts());
    }
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void encodeVideo_unevenTimes_keyFramesAreAtSegmentStartsAndNowhereElse(VideoCodec codec) {
    Path source =
        clip()
            .times(new Rational(1, 15360), n -> 640L * n + 97L * (n % 5) + 40_000L * (n / 50))
            .write();
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    List<EncodedSegment> segments = times(run.encodeVideo(2, TaskRun.rendition(codec, 160, 90)));
    TrackClock clock = TrackClock.ofVideo(run.timeline().timeBase());

    DecodedMedia media = DecodedMedia.ofSegments(directory.resolve("out/video/90p"));

    assertThat(media.complaints()).isEmpty();
    DecodedStream video = media.video().get(0);
    assertThat(video.packetDts()).isSorted().doesNotHaveDuplicates();
    assertThat(video.keyFramePts())
        .containsExactlyElementsOf(
            segments.stream().map(s -> clock.presentationTime(s.startPts())).toList());
    assertThat(video.frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void encodeVideo_eachSegment_decodesWithoutTheOthers(VideoCodec codec) throws IOException {
    TaskRun run = new TaskRun(clip().write(), directory.resolve("out"));
    List<EncodedSegment> segments = times(run.encodeVideo(100, TaskRun.rendition(codec, 160, 90)));
    Path track = directory.resolve("out/video/90p");

    int first = 0;
    for (EncodedSegment segment : segments) {
      Path alone = Files.createDirectories(directory.resolve("alone-" + segment.number()));
      String file = String.format("%05d.m4s", segment.number());
      Files.copy(track.resolve("init.mp4"), alone.resolve("init.mp4"));
      Files.copy(track.resolve(file), alone.resolve(file));
      DecodedMedia media = DecodedMedia.ofSegments(alone);
      assertThat(media.complaints()).isEmpty();
      assertThat(media.video().get(0).frameNumbers())
          .isEqualTo(IntStream.range(first, first + segment.frames()).boxed().toList());
      first += segment.frames();
    }
    assertThat(first).isEqualTo(FRAMES);
  }

  /** x265 would write into it which instructions the processor knows. */
  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void encodeVideo_initSegment_saysNothingOfTheMachine(VideoCodec codec) throws IOException {
    TaskRun run = new TaskRun(clip().frames(2).write(), directory.resolve("out"));

    run.encodeVideo(1, TaskRun.rendition(codec, 160, 90));

    byte[] init = Files.readAllBytes(directory.resolve("out/video/90p/init.mp4"));
    assertThat(new String(init, StandardCharsets.ISO_8859_1))
        .doesNotContain("x264", "x265", "options", "cpuid", "SVT", "Lav");
  }

  /** Noise at this quality needs a multiple of the ceiling. */
  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void encodeVideo_muchToEncode_staysNearTheCeiling(VideoCodec codec) {
    Path source = clip().noise().frames(96).write();
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    Profile.VideoEncode usual = TaskRun.rendition(codec, 160, 90).encode();
    VideoRendition rendition =
        new VideoRendition(
            "90p",
            160,
            90,
            new Profile.VideoEncode(codec, 90, usual.crf(), 200, 200, usual.preset(), null));

    long bytes =
        run.encodeVideo(100, rendition).get(0).renditions().get(0).segments().stream()
            .mapToLong(EncodedSegment::bytes)
            .sum();

    long ceiling = 4L * rendition.encode().maxRateKbps() * 1000 / 8;
    assertThat(bytes).isBetween(ceiling / 2, ceiling * 3 / 2);
  }

  @ParameterizedTest
  @CsvSource({
    "H264, h264, avc1.640014",
    "HEVC, hevc, hvc1.1.6.L63.90",
    "AV1, av1, av01.0.00M.08.0.110.01.01.06.0",
    "VP9, vp9, vp09.00.21.08.01.01.01.06.00"
  })
  void encodeVideo_ordinaryColours_areWrittenIntoTheStream(
      VideoCodec codec, String decoder, String codecs) {
    TaskRun run = new TaskRun(clip().frames(24).write(), directory.resolve("out"));

    EncodedRendition rendition =
        run.encodeVideo(1, TaskRun.rendition(codec, 160, 90)).get(0).renditions().get(0);

    assertThat(rendition.codecs()).isEqualTo(codecs);
    DecodedStream decoded = run.decodedVideo("90p");
    assertThat(decoded.codec()).isEqualTo(decoder);
    assertThat(decoded.color()).isEqualTo(OutputColor.of(run.video().color()));
  }

  private TestClip clip() {
    return TestClip.at(directory.resolve("a.mp4")).frames(FRAMES);
  }

  /** The segments, their sizes left out. */
  private static List<EncodedSegment> times(List<TaskResult.VideoEncoded> chunks) {
    return chunks.stream()
        .flatMap(c -> c.renditions().get(0).segments().stream())
        .map(s -> new EncodedSegment(s.number(), 1, s.frames(), s.startPts(), s.endPts()))
        .toList();
  }

  private static List<String> initDigests(List<TaskResult.VideoEncoded> chunks) {
    return chunks.stream().map(c -> c.renditions().get(0).initSha256()).distinct().toList();
  }
}
