package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamageIT {
  private static final int DAY_SECONDS = 24 * 60 * 60;

  @TempDir private Path directory;

  private Path cut(Path whole, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    return Files.write(whole, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  private TaskRun encode(Path source, int segmentsPerChunk) {
    TaskRun run = new TaskRun(source, directory.resolve("chunks-of-" + segmentsPerChunk));
    run.encodeVideo(segmentsPerChunk, TaskRun.rendition("180p", 320, 180));
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.ts", "a.flv", "a.avi"})
  void encodeVideo_cutShort_comesOutAsFarAsItGoes(String file) throws IOException {
    TestClip clip = TestClip.at(directory.resolve(file)).frames(120).sound(5000);
    if (file.endsWith(".mp4")) {
      clip.muxerOption("movflags", "+faststart");
    }
    Path half = cut(clip.write(), 0.5);

    List<Integer> whole = encode(half, 100).decodedVideo("180p").frameNumbers();

    assertThat(whole).hasSizeBetween(40, 80);
    assertThat(whole).isEqualTo(IntStream.range(0, whole.size()).boxed().toList());
    assertThat(encode(half, 1).decodedVideo("180p").frameNumbers()).isEqualTo(whole);
  }

  @Test
  void encodeAudio_cutShort_comesOutAsFarAsItGoes() throws IOException {
    TestClip clip = TestClip.at(directory.resolve("a.mp4")).frames(120).sound(5000);
    Path half = cut(clip.muxerOption("movflags", "+faststart").write(), 0.5);
    TaskRun run = new TaskRun(half, directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    assertThat(run.decodedAudio().audio().get(0).samples()).hasSizeBetween(80_000, 160_000);
    assertThat(run.media().readErrors()).isPositive();
  }

  @Test
  void inspect_wholeFile_hasNoReadErrors() {
    Path source = TestClip.at(directory.resolve("a.mp4")).sound(2000).write();

    assertThat(TaskRun.inspect(source).readErrors()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void encodeVideo_damagedPictures_areCountedInOneChunkEach(int segmentsPerChunk)
      throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).frames(120).gop(30).write();
    byte[] bytes = Files.readAllBytes(source);
    long[] starts = positions(source);
    for (int picture : new int[] {10, 35, 36, 70}) {
      Arrays.fill(bytes, (int) starts[picture] + 5, (int) starts[picture + 1] - 5, (byte) 0x55);
    }
    Files.write(source, bytes);

    TaskRun run = new TaskRun(source, directory.resolve("out"));
    List<TaskResult.VideoEncoded> chunks =
        run.encodeVideo(segmentsPerChunk, TaskRun.rendition("180p", 320, 180));

    long damaged = chunks.stream().mapToLong(chunk -> chunk.frames().damaged()).sum();
    assertThat(damaged).isEqualTo(4);
  }

  private static long[] positions(Path source) {
    try (Demuxer demuxer = Demuxer.open(source);
        NativePacket packet = NativePacket.allocate()) {
      long[] positions = new long[121];
      int count = 0;
      while (demuxer.read(packet)) {
        positions[count++] = packet.get().pos();
        positions[count] = packet.get().pos() + packet.get().size();
      }
      return positions;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvhd", "tkhd", "mdhd"})
  void inspect_headerSaysADay_believesThePackets(String box) throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).frames(48).write();
    byte[] bytes = Files.readAllBytes(source);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(box);
    int timescale = box.equals("mdhd") ? 12288 : 1000;
    ByteBuffer.wrap(bytes).putInt(at + (box.equals("tkhd") ? 24 : 20), DAY_SECONDS * timescale);
    Files.write(source, bytes);

    MediaInfo.VideoStream video = TaskRun.inspect(source).video().get(0);

    assertThat(video.endPts()).isEqualTo(2 * 12288L);
    assertThat(video.frameRate().toDouble()).isBetween(23.9, 24.1);
    assertThat(encode(source, 100).decodedVideo("180p").frameNumbers()).hasSize(48);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mkv", "a.flv", "a.avi"})
  void inspect_headerOfAnotherContainerSaysADay_believesThePackets(String file) throws IOException {
    TestClip clip = TestClip.at(directory.resolve(file)).frames(48);
    Path source = (file.endsWith(".avi") ? clip.videoCodec("mpeg4") : clip).write();
    byte[] bytes = Files.readAllBytes(source);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    switch (file) {
      // Segment/Info/Duration, in milliseconds; "duration" of onMetaData; frames of avih and strh.
      case "a.mkv" ->
          buffer.putDouble(text.indexOf("\u0044\u0089\u0088") + 3, DAY_SECONDS * 1000.0);
      case "a.flv" -> buffer.putDouble(text.indexOf("duration") + 9, DAY_SECONDS);
      default -> {
        buffer.order(ByteOrder.LITTLE_ENDIAN).putInt(text.indexOf("avih") + 24, DAY_SECONDS * 24);
        buffer.putInt(text.indexOf("strh") + 40, DAY_SECONDS * 24);
      }
    }
    Files.write(source, bytes);

    MediaInfo.VideoStream video = TaskRun.inspect(source).video().get(0);

    double seconds = (video.endPts() - video.startPts()) * video.timeBase().toDouble();
    assertThat(seconds).isBetween(1.95, 2.05);
    assertThat(encode(source, 1).decodedVideo("180p").frameNumbers()).hasSize(48);
  }

  @Test
  void encodeVideo_lastPictureSaysADay_staysAMinute() {
    Path source =
        TestClip.at(directory.resolve("a.mp4"))
            .frames(48)
            .times(new Rational(1, 24), n -> n < 48 ? n : 24L * DAY_SECONDS)
            .write();
    TaskRun run = new TaskRun(source, directory.resolve("out"));

    List<TaskResult.VideoEncoded> chunks =
        run.encodeVideo(100, TaskRun.rendition("180p", 320, 180));

    long end = 47 * 512L + 60 * 12288L;
    assertThat(run.video().endPts()).isEqualTo(end);
    assertThat(chunks.get(0).renditions().get(0).segments())
        .last()
        .extracting(EncodedSegment::endPts)
        .isEqualTo(end);
  }
}
