package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.MediaFiles;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings put together byte by byte, so that time jumps where they meet. */
class JoinedStreamIT {
  private static final long DAY_FRAMES = 24L * 24 * 60 * 60;

  @TempDir private Path directory;

  private TestClip clip(String file, long firstFrame) {
    return TestClip.at(directory.resolve(file))
        .size(160, 90)
        .frames(48)
        .bFrames()
        .gop(12)
        .times(new Rational(1, 24), n -> firstFrame + n);
  }

  private Path join(String file, Path... parts) {
    return MediaFiles.join(directory.resolve(file), parts);
  }

  private static List<Integer> twice() {
    return Stream.concat(IntStream.range(0, 48).boxed(), IntStream.range(0, 48).boxed()).toList();
  }

  @ParameterizedTest
  @CsvSource({"0, ts", "2, ts", "5000, ts", "2073600, ts", "0, mpg"})
  void encodeVideo_joinedParts_goOnOneAfterTheOther(long secondStart, String extension) {
    TestClip one = clip("1." + extension, 100);
    TestClip two = clip("2." + extension, 100 + secondStart);
    if (extension.equals("mpg")) {
      one.videoCodec("mpeg2video");
      two.videoCodec("mpeg2video");
    }
    Path joined = join("joined." + extension, one.write(), two.write());

    for (int segmentsPerChunk : new int[] {1, 2, 100}) {
      TaskRun run = new TaskRun(joined, directory.resolve("chunks-of-" + segmentsPerChunk));
      run.encodeVideo(segmentsPerChunk, TaskRun.rendition("90p", 160, 90));

      DecodedStream out = run.decodedVideo("90p");
      assertThat(out.frameNumbers()).isEqualTo(twice());
      assertThat(run.timeline().segmentCount()).isBetween(4, 5);
    }
  }

  @ParameterizedTest
  @CsvSource({"768, 1", "768, 7", "256, 7"})
  void encodeVideo_joinedPartsWithOtherPids_goOnOneAfterTheOther(String pid, String program) {
    TestClip two = clip("2.ts", 100).sound(2000).muxerOption("mpegts_service_id", program);
    two.muxerOption("mpegts_start_pid", pid).muxerOption("mpegts_pmt_start_pid", "3840");
    Path joined = join("joined.ts", clip("1.ts", 0).sound(2000).write(), two.write());

    for (int segmentsPerChunk : new int[] {1, 2, 100}) {
      TaskRun run = new TaskRun(joined, directory.resolve("chunks-of-" + segmentsPerChunk));
      List<TaskResult.VideoEncoded> chunks =
          run.encodeVideo(segmentsPerChunk, TaskRun.rendition("90p", 160, 90));

      assertThat(run.decodedVideo("90p").frameNumbers()).isEqualTo(twice());
      assertThat(chunks)
          .allSatisfy(c -> assertThat(c.frames().decoded()).isLessThan(24 * segmentsPerChunk + 24));
      assertThat(run.media().video()).hasSize(1);
      assertThat(run.video().pictures().total()).isEqualTo(96);
      assertThat(run.media().audio()).hasSize(1);
      assertThat(run.media().leftOut()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 768", "true, 768", "true, 256"})
  void encodeVideo_chunkFarBehindAChangeOfPids_isReadFromItsOwnPlace(
      boolean changesLate, String pid) throws IOException {
    TestClip one = clip("1.ts", 0).sound(2000).size(640, 360);
    TestClip two =
        clip("2.ts", 48).sound(4000).size(640, 360).frames(96).noise().videoOption("qp", "4");
    two.muxerOption("mpegts_start_pid", pid).muxerOption("mpegts_pmt_start_pid", "3840");
    if (changesLate) {
      one.frames(96).noise().videoOption("qp", "4");
    }
    Path joined = join("joined.ts", one.write(), two.write());
    assertThat(Files.size(two.file)).isGreaterThan(9 << 20);
    TaskRun run = new TaskRun(joined, directory.resolve("out"));

    int last = run.timeline().segmentCount();
    TaskResult.VideoEncoded chunk =
        run.encodeChunk(last, 1, (frames, millis) -> {}, TaskRun.rendition("90p", 160, 90));

    assertThat(chunk.frames().decoded()).isLessThan(60);
    assertThat(run.media().video()).hasSize(1);
    assertThat(run.video().pictures().total()).isEqualTo(changesLate ? 192 : 144);
  }

  @ParameterizedTest
  @CsvSource({
    "257, eng, 300, eng, 1",
    "257, eng, 300, und, 1",
    "257, eng, 300, deu, 2",
    "257, eng, 257, deu, 1"
  })
  void inspect_soundOfAnotherPidInTheSameProgramme_continuesOnlyOneOfItsLanguage(
      int pid, String language, int nextPid, String nextLanguage, int streams) {
    TestClip one = clip("1.ts", 0).sound(2000).streamIds(256, pid).soundLanguages(language);
    TestClip two = clip("2.ts", 48).sound(2000).streamIds(256, nextPid);
    two.soundLanguages(nextLanguage);

    MediaInfo media = TaskRun.inspect(join("joined.ts", one.write(), two.write()));

    assertThat(media.audio()).hasSize(streams);
    assertThat(media.video()).hasSize(1);
  }

  @Test
  void inspect_wholeProgrammeReplaced_continuesSoundOfAnotherLanguage() {
    TestClip one = clip("1.ts", 0).sound(2000).soundLanguages("eng", "fra");
    TestClip two = clip("2.ts", 48).sound(2000).soundLanguages("deu", "eng");
    two.muxerOption("mpegts_start_pid", "768");

    MediaInfo media = TaskRun.inspect(join("joined.ts", one.write(), two.write()));

    assertThat(media.audio()).extracting(MediaInfo.AudioStream::language).hasSize(2);
    assertThat(media.audio())
        .allSatisfy(a -> assertThat((a.endPts() - a.startPts()) / 90_000).isBetween(3L, 4L));
  }

  @Test
  void inspect_soundLeavesOneProgrammeAndComesInAnother_isNotJoined() {
    TestClip one = clip("1.ts", 0).streamIds(256, 0).program(1);
    one.with(clip("1.ts", 0).streamIds(512, 513).sound(2000).program(2));
    TestClip two = clip("2.ts", 48).streamIds(256, 300).sound(2000).program(1);
    two.with(clip("2.ts", 48).streamIds(512, 0).program(2));

    MediaInfo media = TaskRun.inspect(join("joined.ts", one.write(), two.write()));

    assertThat(media.video()).hasSize(2);
    assertThat(media.audio()).hasSize(2);
  }

  @Test
  void encodeVideo_partsWithPidsThatChangeAndChangeBack_goOnOneAfterTheOther() {
    Path one = clip("1.ts", 0).sound(2000).write();
    Path two = clip("2.ts", 0).sound(2000).muxerOption("mpegts_start_pid", "768").write();
    TaskRun run = new TaskRun(join("joined.ts", one, two, one, two), directory.resolve("out"));

    run.encodeVideo(3, TaskRun.rendition("90p", 160, 90));

    assertThat(run.decodedVideo("90p").frameNumbers())
        .isEqualTo(Stream.concat(twice().stream(), twice().stream()).toList());
  }

  @ParameterizedTest
  @CsvSource({"768, aac", "768, ac3", "256, ac3"})
  void encodeAudio_joinedPartsWithOtherPidsAndCodecs_goOnOneAfterTheOther(
      String pid, String codec) {
    TestClip two = clip("2.ts", 48).sound(2000).soundCodec(codec);
    two.muxerOption("mpegts_start_pid", pid).wave(SoundWave.CLICKS);
    TestClip one = clip("1.ts", 0).sound(2000).wave(SoundWave.CLICKS);
    TaskRun run =
        new TaskRun(join("joined.ts", one.write(), two.write()), directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    List<Float> samples = run.decodedAudio().audio().get(0).samples();
    assertThat(samples).hasSizeBetween(188_000, 196_000);
    assertThat(loudest(samples, 0, 96_000)).isGreaterThan(0.1f);
    assertThat(loudest(samples, 100_000, 188_000)).isGreaterThan(0.1f);
  }

  private static float loudest(List<Float> samples, int from, int to) {
    return samples.subList(from, to).stream().map(Math::abs).max(Float::compare).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"ts, libx264", "mpg, mpeg2video"})
  void encodeAudio_soundThatTheHeadersDoNotTellOf_startsWithSilence(
      String extension, String codec) {
    TestClip one = clip("1." + extension, 0).videoCodec(codec).frames(240);
    TestClip two = clip("2." + extension, 0).videoCodec(codec).sound(2000).soundCodec("ac3");
    TaskRun run =
        new TaskRun(
            join("joined." + extension, one.write(), two.write()), directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    List<Float> samples = run.decodedAudio().audio().get(0).samples();
    assertThat(samples.size()).isBetween(570_000, 578_000);
    assertThat(loudest(samples, 0, 470_000)).isLessThan(0.01f);
    assertThat(loudest(samples, 485_000, 560_000)).isGreaterThan(0.05f);
  }

  @ParameterizedTest
  @CsvSource({"libopus, 48000, 2", "libopus, 48000, 1", "libopus, 24000, 2"})
  void encodeAudio_chainedOgg_hasAllLinksOneAfterTheOther(String codec, int rateHz, int channels) {
    TestClip one = sound("1.ogg", codec, 48_000, 2);
    TestClip two = sound("2.ogg", codec, rateHz, channels);
    Path joined = join("joined.ogg", one.write(), two.write(), one.file);
    TaskRun run = new TaskRun(joined, directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    List<Float> samples = run.decodedAudio().audio().get(0).samples();
    assertThat(samples.size()).isBetween(286_000, 292_000);
    for (int second = 0; second < 6; second++) {
      int from = second * 48_000 + 4_000;
      assertThat(loudest(samples, from, from + 40_000))
          .as("second %s", second)
          .isGreaterThan(0.05f);
    }
    assertThat(run.media().readErrors()).isZero();
  }

  private TestClip sound(String file, String codec, int rateHz, int channels) {
    TestClip clip = TestClip.at(directory.resolve(file)).noPicture().sound(2000);
    return clip.soundCodec(codec).soundFormat(rateHz, channels);
  }

  @Test
  void encodeAudio_joinedParts_goOnOneAfterTheOther() {
    Path part = clip("1.ts", 0).sound(2000).write();
    TaskRun run = new TaskRun(join("joined.ts", part, part), directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    assertThat(run.decodedAudio().audio().get(0).samples()).hasSizeBetween(188_000, 196_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mkv", "a.mp4", "a.flv"})
  void inspect_timeJumpsByADayElsewhere_isRefused(String file) {
    Path source =
        clip(file, 0).times(new Rational(1, 24), n -> n < 24 ? n : n + DAY_FRAMES).write();

    assertThatThrownBy(() -> TaskRun.inspect(source))
        .isInstanceOf(BadSourceException.class)
        .hasMessageStartingWith("The times of " + file + " jump by 24 hours in the middle");
  }
}
