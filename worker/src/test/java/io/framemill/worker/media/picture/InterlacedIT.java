package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import io.framemill.worker.testmedia.CounterPicture;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InterlacedIT {
  private static final int FRAMES = 96;

  /** Without loss, so that pictures can be compared to the bit. */
  private static final VideoRendition LOSSLESS =
      new VideoRendition(
          "180p",
          320,
          180,
          new Profile.VideoEncode(VideoCodec.H264, 180, 0, 100_000, 100_000, "ultrafast", null));

  @TempDir private Path directory;

  static Stream<Arguments> sources() {
    return Stream.of(
        source("MPEG-2", "a.ts", c -> c.videoCodec("mpeg2video").videoOption("flags", "+ildct")),
        source("MBAFF", "a.mp4", c -> c.videoOption("flags", "+ildct")),
        source("MBAFF, open GOP", "a.ts", c -> c.openGop().videoOption("flags", "+ildct")),
        source("a key frame each", "a.mkv", c -> c.videoCodec("ffv1").gop(1)),
        source(
            "progressive parts",
            "a.mkv",
            c -> c.videoCodec("ffv1").gop(1).interlaced(n -> n % 7 < 3 || n > 40 && n < 60)),
        source(
            "progressive at first",
            "a.mkv",
            c -> c.videoCodec("ffv1").gop(1).interlaced(n -> n == 2 || n >= 47)));
  }

  private static Arguments source(String what, String file, UnaryOperator<TestClip> recipe) {
    return Arguments.of(Named.of(what + " " + file, recipe), file);
  }

  private DecodedStream encode(Path source, int segmentsPerChunk) {
    TaskRun run = new TaskRun(source, directory.resolve("chunks-of-" + segmentsPerChunk));
    run.encodeVideo(segmentsPerChunk, LOSSLESS);
    return run.decodedVideo("180p");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void encodeVideo_interlacedInChunks_equalsOneChunkToTheBit(
      UnaryOperator<TestClip> recipe, String file) {
    TestClip clip = TestClip.at(directory.resolve(file)).frames(FRAMES).interlaced(n -> true);
    Path source = recipe.apply(clip).write();
    assertThat(TaskRun.inspect(source).video().get(0).interlaced()).isTrue();
    DecodedStream whole = encode(source, 100);
    assertThat(whole.frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());

    for (int segmentsPerChunk : new int[] {1, 3}) {
      DecodedStream chunks = encode(source, segmentsPerChunk);
      assertThat(chunks.frameHashes()).isEqualTo(whole.frameHashes());
      assertThat(chunks.framePts()).isEqualTo(whole.framePts());
    }
  }

  static Stream<Arguments> laterSources() {
    return Stream.of(
        later("MPEG-2", c -> c.videoCodec("mpeg2video").videoOption("bf", "2")),
        later("H.264", c -> c),
        later("H.264, B-pyramid", TestClip::bFrames),
        later("H.264, open GOP", TestClip::openGop));
  }

  private static Arguments later(String what, UnaryOperator<TestClip> recipe) {
    return Arguments.of(Named.of(what, recipe));
  }

  /** Two seconds without fields, then two with, joined byte by byte. */
  private Path fieldsLater(UnaryOperator<TestClip> recipe) throws IOException {
    TestClip first = TestClip.at(directory.resolve("1.ts")).frames(48);
    TestClip second =
        TestClip.at(directory.resolve("2.ts"))
            .frames(48)
            .interlaced(n -> true)
            .times(new Rational(1, 24), n -> n + 51);
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(recipe.apply(first).write(), out);
      Files.copy(recipe.apply(second).videoOption("flags", "+ildct").write(), out);
    }
    return joined;
  }

  @ParameterizedTest
  @MethodSource("laterSources")
  void encodeVideo_interlacedLater_equalsOnePassOfTheFilterHoweverItIsCut(
      UnaryOperator<TestClip> recipe) throws IOException {
    assertEqualsOnePass(fieldsLater(recipe), 48);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 24, 47})
  void encodeVideo_interlacedNowAndThen_equalsOnePassOfTheFilterHoweverItIsCut(int first) {
    Path source =
        TestClip.at(directory.resolve("a.mkv"))
            .frames(FRAMES)
            .videoCodec("ffv1")
            .gop(1)
            .interlaced(n -> n >= first && (n == first || n % 3 != 0 && n % 30 > 9))
            .write();
    assertEqualsOnePass(source, first);
  }

  /** The first picture that the filter works on has no fair one before it for the filter. */
  private void assertEqualsOnePass(Path source, int firstInterlaced) {
    List<Long> onePass = onePass(source);
    assertThat(TaskRun.inspect(source).video().get(0).interlaced()).isFalse();

    for (int segmentsPerChunk : new int[] {100, 1, 2, 3}) {
      TaskRun run = new TaskRun(source, directory.resolve("chunks-of-" + segmentsPerChunk));
      if (segmentsPerChunk == 2) {
        run.encodeVideo(2, 2, new Random(3), LOSSLESS);
      } else {
        run.encodeVideo(segmentsPerChunk, LOSSLESS);
      }
      List<Long> out = new ArrayList<>(run.decodedVideo("180p").frameHashes());
      assertThat(out).hasSameSizeAs(onePass);
      out.set(firstInterlaced, onePass.get(firstInterlaced));
      assertThat(out).isEqualTo(onePass);
    }
  }

  private static List<Long> onePass(Path source) {
    List<Long> hashes = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(source, 0);
        NativeFrame frame = NativeFrame.allocate();
        FilterGraph graph =
            FilterGraph.open(
                "buffer=video_size=320x180:pix_fmt=0:time_base=1/90000"
                    + ",bwdif=mode=send_frame:deint=interlaced,buffersink@out",
                List.of("buffersink@out"))) {
      boolean more = true;
      while (more) {
        more = reader.next(frame);
        graph.push(more ? frame : null);
        while (graph.pull(0, frame)) {
          hashes.add(CounterPicture.hash(frame.get()));
        }
      }
    }
    return hashes;
  }

  @Test
  void encodeChunk_progressivePart_decodesNothingForTheFilter() throws IOException {
    Path source = fieldsLater(c -> c);
    TaskRun run = new TaskRun(source, directory.resolve("out"));

    TaskResult.VideoEncoded first = run.encodeChunk(1, 1, (frames, millis) -> {}, LOSSLESS);
    TaskResult.VideoEncoded second = run.encodeChunk(2, 1, (frames, millis) -> {}, LOSSLESS);

    assertThat(first.frames().decoded()).isEqualTo(25);
    assertThat(second.frames().decoded()).isEqualTo(24);
    assertThat(second.frames().inChunk()).isEqualTo(24);
  }

  @Test
  void encodeVideo_progressivePicturesInAnInterlacedStream_areUntouched() {
    Path mixed =
        TestClip.at(directory.resolve("mixed.mkv"))
            .videoCodec("ffv1")
            .gop(1)
            .interlaced(n -> n >= 2 && n < 24)
            .write();
    List<Long> in = DecodedMedia.of(mixed).video().get(0).frameHashes();

    List<Long> out = encode(mixed, 1).frameHashes();

    assertThat(out.subList(24, 48)).isEqualTo(in.subList(24, 48));
    assertThat(out.subList(2, 24)).doesNotContainAnyElementsOf(in.subList(2, 24));
  }

  @Test
  void inspect_progressive_isNotInterlaced() {
    for (String file : new String[] {"a.mp4", "a.ts", "a.mkv"}) {
      Path source = TestClip.at(directory.resolve(file)).frames(24).write();
      assertThat(TaskRun.inspect(source).video().get(0).interlaced()).isFalse();
    }
  }
}
