package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoChunkIT {
  private static final VideoRendition RENDITION = TaskRun.rendition("180p", 320, 180);
  private static final int PTS_BYTES = 5;
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
    assertThat(result.frames().decoded()).isLessThanOrEqualTo(24 + 24);
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

    assertThat(frames).isSorted().contains(10L, 20L, 30L, 40L).endsWith(48L);
    assertThat(millis).isSorted().endsWith(2000L);
  }

  @Test
  void encodeChunk_farFromAKeyFrame_tellsThatItDecodes() {
    TaskRun run = run(TestClip.at(directory.resolve("a.mp4")).frames(96).gop(1000).write());
    List<Long> frames = new ArrayList<>();

    run.encodeChunk(4, 1, (encoded, mediaMillis) -> frames.add(encoded), RENDITION);

    assertThat(frames.stream().filter(done -> done == 0).count()).isGreaterThanOrEqualTo(72);
    assertThat(frames).isSorted().endsWith(24L);
  }

  @Test
  void encodeChunk_followsTheLastOne_decodesNothingTwice() {
    TaskRun run = run(TestClip.at(directory.resolve("a.mp4")).frames(120).gop(1000).write());
    run.encodeChunk(1, 2, UNHEARD, RENDITION);

    TaskResult.VideoEncoded following = run.encodeChunk(3, 1, UNHEARD, RENDITION);
    TaskResult.VideoEncoded elsewhere = run.encodeChunk(5, 1, UNHEARD, RENDITION);

    assertThat(following.frames().decoded()).isLessThanOrEqualTo(24 + 2);
    assertThat(following.renditions().get(0).segments().get(0).frames()).isEqualTo(24);
    assertThat(elsewhere.frames().decoded()).isGreaterThanOrEqualTo(120);
    assertThat(elsewhere.renditions().get(0).segments().get(0).frames()).isEqualTo(24);
  }

  @Test
  void encodeChunk_farFromAKeyFrame_leavesOutWhatNothingRefersTo() {
    TaskRun run =
        run(TestClip.at(directory.resolve("a.mp4")).frames(96).gop(1000).bFrames().write());

    TaskResult.VideoEncoded result = run.encodeChunk(4, 1, UNHEARD, RENDITION);

    assertThat(result.renditions().get(0).segments().get(0).frames()).isEqualTo(24);
    assertThat(result.frames().decoded()).isBetween(24L, 24L + 72 - 20);
  }

  @Test
  void encodeChunk_encoderHoldsPicturesBack_tellsThatItEncodesThem() {
    TaskRun run = run(TestClip.at(directory.resolve("a.mp4")).frames(24).write());
    List<Long> frames = new ArrayList<>();

    run.encodeChunk(1, 1, (encoded, mediaMillis) -> frames.add(encoded), RENDITION);

    // Two tell that the last picture was given to the encoder.
    assertThat(frames.stream().filter(done -> done == 24).count()).isGreaterThan(2 + 5);
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

  /** The last of three pictures at a time has room before the next one. */
  @ParameterizedTest
  @CsvSource({"30, 100", "30, 1", "24, 1", "48, 2"})
  void encodeVideo_threePicturesAtATime_countsTheOneThatIsNotShown(
      int picture, int segmentsPerChunk) throws IOException {
    Path source = TestClip.at(directory.resolve("a.ts")).frames(72).write();
    byte[] bytes = Files.readAllBytes(source);
    int[] times = pictureTimes(bytes);
    System.arraycopy(bytes, times[picture], bytes, times[picture + 1], PTS_BYTES);
    System.arraycopy(bytes, times[picture], bytes, times[picture + 2], PTS_BYTES);
    Files.write(source, bytes);
    TaskRun run = run(source);

    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(segmentsPerChunk, RENDITION);

    List<Integer> shown = new ArrayList<>(IntStream.range(0, 72).boxed().toList());
    shown.remove(picture + 1);
    assertThat(run.decodedVideo("180p").frameNumbers()).isEqualTo(shown);
    assertThat(chunks.stream().mapToLong(c -> c.frames().inChunk()).sum()).isEqualTo(72);
    assertThat(chunks.stream().mapToLong(c -> c.frames().notShown()).sum()).isEqualTo(1);
  }

  /** Where the time of each picture stands in a transport stream: 9 bytes into its PES packet. */
  private static int[] pictureTimes(byte[] bytes) {
    byte[] start = {0, 0, 1, (byte) 0xe0};
    return IntStream.range(0, bytes.length - start.length)
        .filter(i -> Arrays.equals(bytes, i, i + start.length, start, 0, start.length))
        .map(i -> i + 9)
        .toArray();
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
  void encodeChunk_otherSourceThanInspected_isRefused() throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).write();
    TaskRun run = run(source);
    Files.move(
        TestClip.at(directory.resolve("b.mp4")).frameRate(25, 1).write(),
        source,
        StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> run.encodeChunk(1, 1, UNHEARD, RENDITION))
        .isInstanceOf(TranscodeException.class)
        .hasMessage("a.mp4 has the time base 1/12800 and had 1/12288: has it changed?");
  }

  @Test
  void run_manyTasksInOneProcess_keepsMemoryFlat() {
    TestClip clip = TestClip.at(directory.resolve("a.mp4")).frames(48).size(640, 360).sound(2000);
    TaskRun run = run(clip.write());
    for (int i = 0; i < 4; i++) {
      encodeAll(run);
    }
    long before = Pointer.physicalBytes();

    for (int i = 0; i < 12; i++) {
      encodeAll(run);
    }

    // A leak of one picture for each frame would be 200 MB.
    assertThat(Pointer.physicalBytes() - before).isLessThan(80L << 20);
  }

  private static void encodeAll(TaskRun run) {
    run.encodeVideo(1, TaskRun.rendition("360p", 640, 360));
    run.encodeAudio(48_000, 2);
  }
}
