package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.EncodedSegment;
import io.framemill.protocol.Rational;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.VideoRendition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoChunkIT {
  private static final VideoRendition RENDITION = TaskRun.rendition("180p", 320, 180);
  private static final MediaProgress UNHEARD = (frames, millis) -> {};

  @TempDir private Path directory;

  private TaskRun run(Path source) {
    return new TaskRun(source, directory.resolve("out"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.ts", "a.mkv", "a.flv"})
  void encodeChunk_lateInTheSource_decodesFromTheNearestKeyFrame(String file) {
    TaskRun run = run(TestClip.at(directory.resolve(file)).frames(240).write());

    TaskResult.VideoEncoded result = run.encodeChunk(10, 1, UNHEARD, RENDITION);

    assertThat(result.renditions().get(0).segments().get(0).frames()).isEqualTo(24);
    assertThat(result.decodedFrames()).isLessThanOrEqualTo(24 + 24);
  }

  @Test
  void encodeChunk_intervalWithoutPictures_givesNoSegment() {
    TestClip clip =
        TestClip.at(directory.resolve("a.mp4"))
            .frames(48)
            .times(new Rational(1, 24), n -> n < 24 ? n : n + 96);
    TaskRun run = run(clip.write());

    assertThat(run.encodeChunk(3, 1, UNHEARD, RENDITION).renditions())
        .singleElement()
        .satisfies(r -> assertThat(r.segments()).isEmpty())
        .satisfies(r -> assertThat(r.codecs()).startsWith("avc1.64"));
    assertThat(run.encodeChunk(1, 6, UNHEARD, RENDITION).renditions().get(0).segments())
        .extracting(EncodedSegment::number)
        .containsExactly(1, 6);
  }

  @Test
  void encodeChunk_progress_isToldOnTheWayAndAtTheEnd() {
    TaskRun run = run(TestClip.at(directory.resolve("a.mp4")).frames(48).write());
    List<Long> frames = new ArrayList<>();
    List<Long> millis = new ArrayList<>();

    run.encodeChunk(
        1,
        2,
        (encoded, mediaMillis) -> {
          frames.add(encoded);
          millis.add(mediaMillis);
        },
        RENDITION);

    assertThat(frames).containsExactly(10L, 20L, 30L, 40L, 48L);
    assertThat(millis).isSorted().endsWith(2000L);
  }

  @Test
  void encodeChunk_sizeChangesInMidStream_scalesEachPicture() throws IOException {
    Path small = TestClip.at(directory.resolve("1.ts")).frames(24).size(320, 180).write();
    Path large =
        TestClip.at(directory.resolve("2.ts"))
            .frames(24)
            .size(640, 360)
            .times(new Rational(1, 24), n -> n + 24)
            .write();
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(small, out);
      Files.copy(large, out);
    }
    TaskRun run = run(joined);

    run.encodeVideo(1, RENDITION);

    assertThat(run.decodedVideo("180p").frameNumbers())
        .containsExactlyElementsOf(
            Stream.concat(IntStream.range(0, 24).boxed(), IntStream.range(0, 24).boxed()).toList());
  }

  @Test
  void encodeChunk_truncatedSource_encodesWhatIsThere() throws IOException {
    Path whole = TestClip.at(directory.resolve("whole.mkv")).frames(120).write();
    byte[] bytes = Files.readAllBytes(whole);
    Path half = directory.resolve("half.mkv");
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    TaskRun run = run(half);

    run.encodeVideo(2, RENDITION);

    List<Integer> numbers = run.decodedVideo("180p").frameNumbers();
    assertThat(numbers).hasSizeBetween(30, 90);
    assertThat(numbers).isEqualTo(IntStream.range(0, numbers.size()).boxed().toList());
  }

  @Test
  void encodeChunk_manyTasksInOneProcess_keepsMemoryFlat() {
    TaskRun run = run(TestClip.at(directory.resolve("a.mp4")).frames(48).size(1280, 720).write());
    VideoRendition rendition = TaskRun.rendition("720p", 1280, 720);
    for (int i = 0; i < 5; i++) {
      run.encodeVideo(1, rendition);
    }
    long before = Pointer.physicalBytes();

    for (int i = 0; i < 15; i++) {
      run.encodeVideo(1, rendition);
    }

    // A leak of one picture for each frame would be 2 GB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(150L << 20);
  }
}
