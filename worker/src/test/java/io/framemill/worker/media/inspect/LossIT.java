package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a source cannot be carried over, or would be if nobody looked. */
class LossIT {
  @TempDir private Path directory;

  private Path change(Path file, UnaryOperator<byte[]> change) throws IOException {
    return Files.write(file, change.apply(Files.readAllBytes(file)));
  }

  private TestClip clip(String file) {
    return TestClip.at(directory.resolve(file)).size(64, 36).frames(24);
  }

  private void assertEncrypted(Path source) {
    assertThatThrownBy(() -> TaskRun.inspect(source))
        .isInstanceOf(BadSourceException.class)
        .hasMessageStartingWith(source.getFileName() + " is encrypted (DRM): ");
  }

  @Test
  void inspect_motionPhoto_putsTheFilmFirst() {
    TestClip film = clip("a.mp4").frames(48).disposition(AV_DISPOSITION_DEFAULT);
    TestClip still = clip("a.mp4").size(320, 180).frames(1).disposition(AV_DISPOSITION_DEFAULT);

    MediaInfo media = TaskRun.inspect(still.with(film).write());

    assertThat(media.video())
        .extracting(stream -> stream.pictures().total())
        .containsExactly(48L, 1L);
  }

  @Test
  void inspect_shortTrackBesideALongOne_putsTheLongOneFirst() {
    TestClip shortOne = clip("a.mkv").size(320, 180).frames(40);

    MediaInfo media = TaskRun.inspect(shortOne.with(clip("a.mkv").frames(96)).write());

    assertThat(media.video())
        .extracting(stream -> stream.pictures().total())
        .containsExactly(96L, 40L);
  }

  @Test
  void inspect_soundCutShort_saysByHowMuch() throws IOException {
    TestClip sound = clip("a.m4a").noPicture().sound(10_000).muxerOption("movflags", "faststart");
    Path whole = sound.write();
    assertThat(TaskRun.inspect(whole).cutMillis()).isZero();

    change(whole, bytes -> Arrays.copyOf(bytes, bytes.length * 6 / 10));

    assertThat(TaskRun.inspect(whole).cutMillis()).isBetween(3_000L, 5_000L);
  }

  @Test
  void inspect_matroskaCutShort_saysByHowMuch() throws IOException {
    Path whole = clip("a.mkv").frames(240).noise().write();
    assertThat(TaskRun.inspect(whole).cutMillis()).isZero();

    change(whole, bytes -> Arrays.copyOf(bytes, bytes.length / 2));

    assertThat(TaskRun.inspect(whole).cutMillis()).isBetween(3_000L, 7_000L);
  }

  @Test
  void inspect_streamsWithoutProgramme_areNoLoss() {
    MediaInfo media = TaskRun.inspect(clip("a.mp4").coverArt().write());

    assertThat(media.leftOut()).singleElement().matches(left -> !left.isLoss());
  }

  @Test
  void inspect_sourceThatGrowsMeanwhile_isRefused() {
    Path source = clip("a.ts").write();

    assertThatThrownBy(
            () ->
                Inspector.inspect(
                    source, SourceLimits.DEFAULT, null, (frames, millis) -> grow(source)))
        .isInstanceOf(BadSourceException.class)
        .hasMessage("a.ts: the source changed while it was read; submit it when it is complete");
  }

  private static void grow(Path file) {
    try {
      Files.write(file, new byte[188], StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void inspect_transportStream_knowsProgrammes() {
    MediaInfo media =
        TaskRun.inspect(clip("a.ts").sound(1000).muxerOption("mpegts_service_id", "7").write());

    assertThat(media.video().get(0).programs()).containsExactly(7);
    assertThat(media.audio().get(0).programs()).containsExactly(7);
  }

  @Test
  void inspect_sound_tellsHowLongItsPacketsLast() {
    for (String file : new String[] {"a.mp4", "a.ts", "a.mkv"}) {
      MediaInfo.AudioStream audio = TaskRun.inspect(clip(file).sound(2000).write()).audio().get(0);

      assertThat(audio.soundTicks() * audio.timeBase().toDouble()).as(file).isBetween(1.95, 2.05);
      assertThat(audio.packets()).isBetween(93L, 96L);
    }
  }

  @ParameterizedTest
  @CsvSource({"aac,96000", "vorbis,44100", "ac3,44100", "libopus,48000"})
  void inspect_soundInMilliseconds_addsUpWithoutRounding(String codec, int rateHz) {
    TestClip clip = clip("a.mkv").sound(10_000).soundFormat(rateHz, 2).soundCodec(codec);
    if (codec.equals("libopus")) {
      clip.soundOption("frame_duration", "2.5");
    } else if (codec.equals("vorbis")) {
      clip.soundOption("strict", "experimental");
    }

    MediaInfo.AudioStream audio = TaskRun.inspect(clip.write()).audio().get(0);

    assertThat(audio.soundTicks() * audio.timeBase().toDouble()).isBetween(9.95, 10.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2211b3fbbd2311d2b4b700a0c955fc6e", "43058533698149e69b74ad12cb86d58c"})
  void inspect_asfWithEncryptionObject_isRefused(String guid) throws IOException {
    byte[] text = HexFormat.of().parseHex(guid);
    byte[] stored = {
      text[3], text[2], text[1], text[0], text[5], text[4], text[7], text[6],
      text[8], text[9], text[10], text[11], text[12], text[13], text[14], text[15]
    };
    Path source = clip("a.wmv").videoCodec("wmv2").write();
    assertThat(TaskRun.inspect(source).video()).hasSize(1);

    change(source, bytes -> concat(bytes, stored));

    assertEncrypted(source);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void inspect_scrambledTransportStream_isRefused() throws IOException {
    Path source = clip("a.ts").sound(1000).write();

    change(source, bytes -> scrambleTransport(bytes, 1));

    assertEncrypted(source);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void inspect_oneProgrammeOfSeveralScrambled_isLeftOutByName(int scrambled) throws IOException {
    TestClip two = clip("a.ts").streamIds(0x200, 0x201).sound(1000).program(2);
    Path source = clip("a.ts").streamIds(0x100, 0x101).sound(1000).program(1).with(two).write();

    change(source, bytes -> scrambleTransport(bytes, scrambled));

    MediaInfo media = TaskRun.inspect(source);
    assertThat(media.video()).singleElement().matches(v -> v.index() == 4 - 2 * scrambled);
    assertThat(media.audio()).hasSize(1);
    assertThat(media.leftOut())
        .hasSize(2)
        .allMatch(left -> left.isLoss() && left.reason().equals("it is encrypted"));
  }

  /** Marks the packets with PIDs of a high byte. */
  private static byte[] scrambleTransport(byte[] bytes, int highByteOfPid) {
    for (int at = 0; at < bytes.length; at += 188) {
      if (bytes[at + 1] % 0x20 == highByteOfPid) {
        bytes[at + 3] |= (byte) 0x80;
      }
    }
    return bytes;
  }

  @Test
  void inspect_scrambledProgramStream_isRefused() throws IOException {
    Path source = clip("a.vob").videoCodec("mpeg2video").write();

    change(
        source,
        bytes -> {
          for (int at = 0; at + 7 < bytes.length; at++) {
            if (bytes[at] == 0
                && bytes[at + 1] == 0
                && bytes[at + 2] == 1
                && bytes[at + 3] == (byte) 0xe0) {
              bytes[at + 6] |= 0x10;
            }
          }
          return bytes;
        });

    assertEncrypted(source);
  }

  @ParameterizedTest
  @CsvSource({"mpeg2video", "libx264", "libx265"})
  void inspect_aspectRatioThatChanges_isThatOfTheMainPart(String codec) throws IOException {
    Path before = clip("1.ts").size(160, 120).videoCodec(codec).pixelShape(1, 1).write();
    Path main = clip("2.ts").size(160, 120).videoCodec(codec).pixelShape(4, 3).frames(72).write();
    Path joined = directory.resolve("joined.ts");
    Files.write(joined, concat(Files.readAllBytes(before), Files.readAllBytes(main)));

    MediaInfo.VideoStream video = TaskRun.inspect(joined).video().get(0);

    assertThat(video.geometry().sampleAspectRatio()).isEqualTo(new Rational(4, 3));
    assertThat(video.geometry().widthPixels()).isEqualTo(160);
  }

  @Test
  void inspect_sizeThatChanges_isThatOfTheMainPart() throws IOException {
    Path before = clip("1.ts").write();
    Path main = clip("2.ts").size(160, 120).frames(72).write();
    Path joined = directory.resolve("joined.ts");
    Files.write(joined, concat(Files.readAllBytes(before), Files.readAllBytes(main)));

    assertThat(TaskRun.inspect(joined).video().get(0).geometry().heightPixels()).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(strings = {"libvpx", "libvpx-vp9", "libsvtav1"})
  void inspect_sizeThatGrowsInOneStream_isThatOfTheMainPart(String codec) throws IOException {
    Path before = clip("1.ivf").size(80, 64).videoCodec(codec).write();
    Path main = clip("2.ivf").size(160, 120).videoCodec(codec).frames(72).write();

    Path joined = Files.write(directory.resolve("joined.ivf"), joinIvf(before, main));

    MediaInfo.VideoStream video = TaskRun.inspect(joined).video().get(0);
    assertThat(video.pictures().total()).isEqualTo(96);
    assertThat(video.geometry().widthPixels()).isEqualTo(160);
    assertThat(video.geometry().heightPixels()).isEqualTo(120);
  }

  /** IVF: a header of 32 bytes, then for each packet its size (4 bytes), its time (8), its data. */
  private static byte[] joinIvf(Path first, Path second) throws IOException {
    byte[] start = Files.readAllBytes(first);
    byte[] rest = Files.readAllBytes(second);
    ByteBuffer next = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
    long length = lastIvfTime(start) + 1;
    for (int at = 32; at < rest.length; at += 12 + next.getInt(at)) {
      next.putLong(at + 4, next.getLong(at + 4) + length);
    }
    return concat(start, Arrays.copyOfRange(rest, 32, rest.length));
  }

  private static long lastIvfTime(byte[] file) {
    ByteBuffer packets = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long last = 0;
    for (int at = 32; at < file.length; at += 12 + packets.getInt(at)) {
      last = packets.getLong(at + 4);
    }
    return last;
  }

  @ParameterizedTest
  @CsvSource({
    "a.ts,mpeg2video",
    "a.mkv,mpeg2video",
    "a.ts,libx264",
    "a.mp4,libx264",
    "a.ts,libx265",
    "a.mp4,libx265"
  })
  void inspect_captionsThatBeginLate_areReported(String file, String codec) {
    TestClip clip = clip(file).videoCodec(codec).frames(72).gop(12);

    assertThat(captionsLost(clip.write())).isZero();
    assertThat(captionsLost(clip.closedCaptionsFrom(30).write())).isOne();
  }

  private static long captionsLost(Path source) {
    return TaskRun.inspect(source).leftOut().stream()
        .filter(left -> left.isLoss() && left.reason().startsWith("its closed captions"))
        .count();
  }
}
