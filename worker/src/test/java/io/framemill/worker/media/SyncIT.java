package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.testmedia.Flashes;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Pictures that flash and sounds that click at the same instants still do so in the output. */
class SyncIT {
  private static final int RATE = 48_000;
  private static final double TOLERANCE_SECONDS = 0.010;

  @TempDir private Path directory;

  /** Twelve pictures a second: a flash each six. */
  private TestClip clip(String file, int seconds) {
    return TestClip.at(directory.resolve(file))
        .size(64, 36)
        .frames(12 * seconds)
        .frameRate(12, 1)
        .gop(12)
        .flashes()
        .wave(SoundWave.CLICKS)
        .sound(seconds * 1000);
  }

  private TaskRun encoded(Path source, AudioCodec codec, int rateHz, int channels) {
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    run.encodeVideo(100, TaskRun.rendition("36p", 64, 36));
    run.encodeAudio(null, TaskRun.rendition("sound", codec, rateHz, channels));
    return run;
  }

  /** Checks all clicks; returns them. */
  private static List<Double> assertInSync(TaskRun run, int clicks) {
    List<Double> flashes = Flashes.in(run.decodedVideo("36p"));
    List<Double> heard = run.decodedSound("sound").clickSeconds();
    assertThat(heard).hasSize(clicks);
    for (double click : heard) {
      double nearest =
          flashes.stream().mapToDouble(f -> Math.abs(f - click)).min().orElse(Double.MAX_VALUE);
      assertThat(nearest)
          .as("click at %s, flashes at %s", click, flashes)
          .isLessThan(TOLERANCE_SECONDS);
    }
    return heard;
  }

  static Stream<Arguments> sources() {
    LongUnaryOperator packetLost = sample -> sample < 70 * 1024 ? sample : sample + 1024;
    LongUnaryOperator hole = sample -> sample < 70 * 1024 ? sample : sample + 60 * 48;
    LongUnaryOperator longHole = sample -> sample < 70 * 1024 ? sample : sample + 1200 * 48;
    LongUnaryOperator slow = sample -> sample + sample / 400;
    LongUnaryOperator fast = sample -> sample - sample / 400;
    LongUnaryOperator jitter = sample -> sample + (sample / 1024 % 3 - 1) * 240;
    return Stream.of(
        source("edit list", "a.mp4", 4, 8, c -> {}),
        source("priming without edit list", "a.ts", 4, 8, c -> {}),
        source("times in milliseconds", "a.mkv", 4, 8, c -> {}),
        source("FLV", "a.flv", 4, 8, c -> c.soundFormat(44_100, 2)),
        source("PCM", "a.mkv", 4, 8, c -> c.soundCodec("pcm_f32le")),
        source("late", "a.mp4", 4, 6, c -> c.soundStart(1000).sound(3000)),
        source("a little late", "a.mkv", 4, 8, c -> c.soundStart(7)),
        source("late in TS", "a.ts", 4, 6, c -> c.soundStart(1000).sound(3000)),
        source("shorter", "a.mp4", 4, 4, c -> c.sound(2000)),
        source("longer", "a.mp4", 4, 8, c -> c.sound(6000)),
        source("one packet lost", "a.ts", 4, 8, c -> c.soundTimes(packetLost)),
        source("small hole", "a.mkv", 4, 8, c -> c.soundTimes(hole)),
        source("hole in MP4", "a.mp4", 4, 8, c -> c.soundTimes(hole)),
        source("long hole", "a.ts", 6, 10, c -> c.soundTimes(longHole)),
        source("slow clock", "a.mkv", 12, 24, c -> c.soundTimes(slow)),
        source("fast clock", "a.ts", 12, 24, c -> c.soundTimes(fast)),
        source("jitter", "a.mkv", 4, 8, c -> c.soundTimes(jitter)),
        source("other rate", "a.ts", 4, 8, c -> c.soundFormat(22_050, 1)));
  }

  private static Arguments source(
      String name, String file, int seconds, int clicks, Consumer<TestClip> change) {
    return Arguments.of(name, file, seconds, clicks, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void encodeAudio_anySource_staysInSyncWithThePicture(
      String name, String file, int seconds, int clicks, Consumer<TestClip> change) {
    TestClip clip = clip(file, seconds);
    change.accept(clip);

    assertInSync(encoded(clip.write(), AudioCodec.AAC, RATE, 2), clicks);
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void encodeAudio_clicks_keepTheirDistanceToTheSample(AudioCodec codec) {
    TaskRun run = encoded(clip("a.mp4", 4).write(), codec, RATE, 2);
    assertInSync(run, 8);

    List<Integer> clicks = run.decodedSound("sound").clicks();
    for (int i = 0; i < clicks.size(); i++) {
      assertThat(clicks.get(i)).isCloseTo(12_000 + 24_000 * i, Offset.offset(2));
    }
  }

  @Test
  void encodeAudio_rateAndChannelsChangeInMidStream_staysInSync() throws IOException {
    TestClip first = clip("1.ts", 2).soundFormat(44_100, 1);
    TestClip second = clip("2.ts", 2).times(new Rational(1, 12), n -> n + 24).soundStart(2000);
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(first.write(), out);
      Files.copy(second.write(), out);
    }

    assertInSync(encoded(joined, AudioCodec.AAC, RATE, 2), 8);
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void encodeAudio_severalRenditions_areInSyncAndMadeInOnePass(AudioCodec codec) {
    TaskRun run = new TaskRun(clip("a.ts", 3).write(), directory.resolve("out"));
    run.encodeVideo(100, TaskRun.rendition("36p", 64, 36));

    run.encodeAudio(
        null,
        TaskRun.rendition("other", AudioCodec.AAC, 44_100, 1),
        TaskRun.rendition("sound", codec, RATE, 2));

    assertInSync(run, 6);
    assertThat(run.decodedSound("other").clicks()).hasSize(6);
  }

  @Test
  void encodeAudio_opus_cutsWithinAPacketOfThePicture() {
    TaskRun run = new TaskRun(clip("a.mp4", 3).write(), directory.resolve("out"));

    EncodedRendition rendition =
        run.encodeAudio(null, TaskRun.rendition("sound", AudioCodec.OPUS, RATE, 2))
            .renditions()
            .get(0);

    assertThat(rendition.codecs()).isEqualTo("opus");
    assertThat(rendition.segments()).extracting(EncodedSegment::frames).containsExactly(50, 50, 50);
    assertThat(rendition.segments())
        .extracting(EncodedSegment::startPts)
        .containsExactly(0L, 48_000L, 96_000L);
    assertThat(run.decodedSound("sound").channels().get(0)).hasSize(3 * RATE);
  }

  @Test
  void encodeAudio_opus_saysThatNothingIsToBeSkipped() throws IOException {
    TaskRun run = new TaskRun(clip("a.mp4", 1).write(), directory.resolve("out"));

    run.encodeAudio(null, TaskRun.rendition("sound", AudioCodec.OPUS, RATE, 6));

    byte[] init = Files.readAllBytes(directory.resolve("out/audio/sound/init.mp4"));
    int box = new String(init, StandardCharsets.ISO_8859_1).indexOf("dOps");
    // Opus in ISOBMFF, 4.3.2: version, channels, then the pre-skip.
    assertThat(init[box + 5]).isEqualTo((byte) 6);
    assertThat(init[box + 6] << 8 | init[box + 7]).isZero();
  }
}
