package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Profile;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InterlacedIT {
  private static final int FRAMES = 96;

  /** Without loss, so that pictures can be compared to the bit. */
  private static final VideoRendition LOSSLESS =
      new VideoRendition(
          "180p",
          320,
          180,
          new Profile.VideoEncode(
              Profile.VideoCodec.H264, 180, 0, 100_000, 100_000, "ultrafast", null));

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
    assertThat(run.video().interlaced()).isTrue();
    run.encodeVideo(segmentsPerChunk, LOSSLESS);
    return run.decodedVideo("180p");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void encodeVideo_interlacedInChunks_equalsOneChunkToTheBit(
      UnaryOperator<TestClip> recipe, String file) {
    TestClip clip = TestClip.at(directory.resolve(file)).frames(FRAMES).interlaced(n -> true);
    Path source = recipe.apply(clip).write();
    DecodedStream whole = encode(source, 100);
    assertThat(whole.frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, FRAMES).boxed().toList());

    for (int segmentsPerChunk : new int[] {1, 3}) {
      DecodedStream chunks = encode(source, segmentsPerChunk);
      assertThat(chunks.frameHashes()).isEqualTo(whole.frameHashes());
      assertThat(chunks.framePts()).isEqualTo(whole.framePts());
    }
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
