package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_COMMENT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ORIGINAL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_VISUAL_IMPAIRED;

import io.framemill.protocol.media.Rational;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sources as people bring them, in which something is not for the whole file as it is at the start,
 * or something is easily lost without a word. Unless said otherwise: 25 pictures a second with
 * their numbers, and {@link SoundWave#BEEPS} as sound.
 */
@SuppressWarnings("ImmutableEnumChecker") // The recipes hold no state.
public enum WildSource {
  /** 1 picture, 6 s of sound: 6 s, the picture held. */
  ONE_PICTURE_LONG_SOUND("mp4", file -> clip(file, 1).sound(6_000).write()),

  /** 2 s of pictures, 6 s of sound: 6 s, the last picture held. */
  PICTURE_STOPS("mp4", file -> clip(file, 50).sound(6_000).write()),

  /** 2 s of pictures, 2.5 s of sound: 2.5 s, 50 pictures. */
  SOUND_A_LITTLE_LONGER("mkv", file -> clip(file, 50).sound(2_500).write()),

  /**
   * 28 s of pictures, sound from 20 s to 24 s, seen long after the headers: silence before it.
   * libavformat also looks at the last 250 kB, so that these hold nothing of it.
   */
  LATE_SOUND_PS(
      "mpg",
      file ->
          clip(file, 700)
              .videoCodec("mpeg2video")
              .noiseFrom(600)
              .sound(4_000)
              .soundStart(20_000)
              .soundCodec("ac3")
              .write()),

  /** 110 s of pictures, one a second, sound from 100 s to 104 s: silence before it. */
  LATE_SOUND_FLV(
      "flv",
      file ->
          clip(file, 110)
              .frameRate(1, 1)
              .sound(4_000)
              .soundStart(100_000)
              .soundCodec("libmp3lame")
              .muxerOption("flvflags", "no_metadata")
              .write()),

  /** 15 s of pictures; sound from 10 s to 12 s, of which the PMT tells only there. */
  GROWING_PMT(
      "ts",
      file ->
          joined(
              file,
              part(file, 1, 10, 10),
              part(file, 2, 20, 2).sound(2_000).muxerOption("tables_version", "1"),
              part(file, 3, 22, 3).noiseFrom(0).muxerOption("tables_version", "2"))),

  /** 5 s of pictures and sound, a second sound of 1 s from 2 s on: silence around it. */
  SECOND_SOUND_IN_THE_MIDDLE_MKV("mkv", file -> withSecondSound(clip(file, 125)).write()),

  /** The same in a transport stream. */
  SECOND_SOUND_IN_THE_MIDDLE_TS("ts", file -> withSecondSound(clip(file, 125)).write()),

  /** Two recordings of 2 s; all PIDs change between them: 100 pictures, sound of 4 s. */
  PID_CHANGE(
      "ts",
      file ->
          joined(
              file,
              part(file, 1, 10, 2).sound(2_000),
              part(file, 2, 12, 2)
                  .sound(2_000)
                  .muxerOption("mpegts_pmt_start_pid", "0x1100")
                  .muxerOption("mpegts_start_pid", "0x200")
                  .muxerOption("tables_version", "1"))),

  /** The same where only the sound's PID changes. */
  SOUND_PID_CHANGE(
      "ts",
      file ->
          joined(
              file,
              part(file, 1, 10, 2).sound(2_000).streamIds(0x100, 0x101),
              part(file, 2, 12, 2)
                  .sound(2_000)
                  .streamIds(0x100, 0x201)
                  .muxerOption("tables_version", "1"))),

  /** The same where its codec changes too: 100 pictures; sound of 4 s, or a warning. */
  SOUND_CODEC_CHANGE(
      "ts",
      file ->
          joined(
              file,
              part(file, 1, 10, 2).sound(2_000).streamIds(0x100, 0x101),
              part(file, 2, 12, 2)
                  .sound(2_000)
                  .soundCodec("ac3")
                  .streamIds(0x100, 0x201)
                  .muxerOption("tables_version", "1"))),

  /** Two programmes: a small picture with a low tone, a larger one with the beeps, which is it. */
  TWO_PROGRAMMES(
      "ts",
      file ->
          clip(file, 50)
              .size(80, 48)
              .sound(2_000)
              .wave(SoundWave.LOW_TONE)
              .program(1)
              .with(clip(file, 50).sound(2_000).program(2))
              .write()),

  /** A film of 50 pictures and one larger still, both marked as default: 50 pictures. */
  MOTION_PHOTO(
      "mp4",
      file ->
          clip(file, 50)
              .disposition(AV_DISPOSITION_DEFAULT)
              .with(clip(file, 1).size(320, 192).disposition(AV_DISPOSITION_DEFAULT))
              .write()),

  /** A still item and a sequence of 20 pictures: 20 pictures. */
  ANIMATED_AVIF(
      "avif",
      file ->
          clip(file, 20)
              .videoCodec("libaom-av1")
              .videoOption("cpu-used", "8")
              .videoOption("usage", "realtime")
              .write()),

  /** First sound is an audio description (low tone), the second is the programme (beeps). */
  AUDIO_DESCRIPTION_FIRST(
      "ts",
      file ->
          clip(file, 50)
              .sound(2_000)
              .wave(SoundWave.LOW_TONE)
              .soundLanguages("eng")
              .soundDisposition(AV_DISPOSITION_VISUAL_IMPAIRED)
              .with(sound(file).soundLanguages("eng"))
              .write()),

  /**
   * Sound in this order: commentary in Portuguese; audio description in it; the original, which is
   * the main one, in English; for the hard of hearing in English.
   */
  SOUND_ROLES(
      "mkv",
      file ->
          clip(file, 50)
              .with(role(file, "por", AV_DISPOSITION_COMMENT))
              .with(role(file, "por", AV_DISPOSITION_VISUAL_IMPAIRED))
              .with(role(file, "eng", AV_DISPOSITION_ORIGINAL))
              .with(role(file, "eng", AV_DISPOSITION_HEARING_IMPAIRED))
              .write()),

  /** Two sounds, in the Portuguese of Brazil and in that of Portugal. */
  LANGUAGE_REGIONS(
      "mkv", file -> clip(file, 50).sound(2_000).soundLanguages("pt-BR", "pt-PT").write()),

  /** 160x96 with PixelCrop to 120x80: 120x80. */
  PIXEL_CROP("mkv", file -> clip(file, 50).cropping(10, 6, 16, 24).write()),

  /** The same by a {@code clap} box. */
  CLEAN_APERTURE("mp4", file -> clip(file, 50).cropping(10, 6, 16, 24).write()),

  /** 1 s of 4:3, then 3 s of 16:9, all 192x144: 256x144, in both parts a square of 60. */
  ASPECT_CHANGE_H264("ts", file -> aspectChange(file, "libx264")),

  /** The same in MPEG-2. */
  ASPECT_CHANGE_MPEG2("ts", file -> aspectChange(file, "mpeg2video")),

  /** 2 s progressive, then 2 s of two fields each: no combed pictures. */
  INTERLACED_LATER_H264("ts", file -> interlacedLater(file, "libx264")),

  /** The same in MPEG-2. */
  INTERLACED_LATER_MPEG2("ts", file -> interlacedLater(file, "mpeg2video")),

  /** Two links of 2 s and 3 s, each from time zero: 5 s. */
  CHAINED_VORBIS(
      "ogg", file -> joined(file, vorbis(file, 1, 2_000, 48_000), vorbis(file, 2, 3_000, 48_000))),

  /** The same in Opus. */
  CHAINED_OPUS(
      "ogg",
      file ->
          joined(
              file,
              link(file, 1, 2_000).soundCodec("libopus"),
              link(file, 2, 3_000).soundCodec("libopus"))),

  /** The same with links of different sample rates. */
  CHAINED_RATES(
      "ogg", file -> joined(file, vorbis(file, 1, 2_000, 48_000), vorbis(file, 2, 3_000, 44_100))),

  /** 48 pictures with flags that repeat fields: 2.002 s instead of 1.6 s. */
  PULLDOWN(
      "m2v",
      file -> {
        clip(file, 48).frameRate(30_000, 1001).videoCodec("mpeg2video").write();
        RepeatFields.mark(file);
      }),

  /** A picture each 7 s, with sound, 21 s: one target duration in all playlists. */
  SLIDES("mp4", file -> clip(file, 3).frameRate(1, 7).sound(21_000).soundLanguages("eng").write()),

  /** Windows Media DRM: refused as encrypted. */
  CONTENT_ENCRYPTION(
      "wmv",
      file -> {
        clip(file, 50).videoCodec("wmv2").sound(2_000).soundCodec("wmav2").scrambledFrom(0).write();
        AsfEncryption.add(file);
      }),

  /** Only the first second can be decoded of 4 s: refused, since most of it is damaged. */
  MOSTLY_DAMAGED("mkv", file -> clip(file, 100).videoCodec("mpeg4").scrambledFrom(25).write()),

  /** A film at 24 pictures a second, times in milliseconds: announced as 24. */
  FILM_IN_MATROSKA("mkv", file -> clip(file, 49).frameRate(24, 1).write()),

  /** Of 50 pictures, five have the same time: each is there, or counted in a warning. */
  SAME_TIMES(
      "mkv",
      file ->
          clip(file, 50)
              .times(new Rational(1, 25_000), n -> n < 20 || n > 24 ? n * 1000L : 20_000 + n - 20)
              .write()),

  /** Of 75 pictures, an edit list hides the middle third: the others, and a warning. */
  EDIT_LIST_DROPS(
      "mp4",
      file -> {
        clip(file, 75).write();
        EditLists.cutMiddle(file);
      }),

  /** Index first, 6 s by its header, cut at 60 %: what is there, and a warning. */
  CUT_MP4(
      "mp4",
      file -> {
        clip(file, 150).sound(6_000).muxerOption("movflags", "faststart").write();
        MediaFiles.keepPercent(file, 60);
      }),

  /** The same without a picture. */
  CUT_SOUND(
      "m4a",
      file -> {
        sound(file).sound(6_000).muxerOption("movflags", "faststart").write();
        MediaFiles.keepPercent(file, 60);
      }),

  /** The same in Matroska. */
  CUT_MKV(
      "mkv",
      file -> {
        clip(file, 150).sound(6_000).write();
        MediaFiles.keepPercent(file, 60);
      }),

  /** Begins in the middle of a group of pictures, which cannot be decoded: the rest. */
  CUT_IN_A_GOP(
      "ts",
      file -> {
        clip(file, 75).bFrames().write();
        MediaFiles.dropStartOfTransportStream(file);
      });

  private final String extension;
  private final Consumer<Path> recipe;

  WildSource(String extension, Consumer<Path> recipe) {
    this.extension = extension;
    this.recipe = recipe;
  }

  /** Its file's name. */
  public String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + "." + extension;
  }

  /** Makes it in a directory; returns the file. */
  public Path write(Path directory) {
    Path file = directory.resolve(fileName());
    recipe.accept(file);
    return file;
  }

  private static TestClip clip(Path file, int frames) {
    return TestClip.at(file)
        .size(160, 96)
        .frames(frames)
        .frameRate(25, 1)
        .gop(25)
        .wave(SoundWave.BEEPS);
  }

  private static TestClip sound(Path file) {
    return clip(file, 0).noPicture().sound(2_000);
  }

  private static TestClip role(Path file, String language, int disposition) {
    return sound(file).soundLanguages(language).soundDisposition(disposition);
  }

  private static TestClip withSecondSound(TestClip clip) {
    return clip.sound(5_000)
        .soundLanguages("eng")
        .with(sound(clip.file).sound(1_000).soundStart(2_000).soundLanguages("ger"));
  }

  /**
   * A part of a recording that is joined byte by byte, in a file of its own.
   *
   * @param startSeconds when it begins; not 0, or the muxer moves the times
   */
  private static TestClip part(Path joined, int number, int startSeconds, int seconds) {
    return clip(partFile(joined, number), 25 * seconds)
        .times(new Rational(1, 25), n -> 25L * startSeconds + n)
        .soundStart(1000 * startSeconds);
  }

  private static Path partFile(Path joined, int number) {
    return joined.resolveSibling(number + " of " + joined.getFileName());
  }

  private static void joined(Path file, TestClip... parts) {
    MediaFiles.join(file, Stream.of(parts).map(TestClip::write).toArray(Path[]::new));
  }

  private static TestClip link(Path file, int number, int millis) {
    return sound(partFile(file, number)).sound(millis).muxerOption("serial_offset", "" + number);
  }

  private static TestClip vorbis(Path file, int number, int millis, int rateHz) {
    return link(file, number, millis)
        .soundFormat(rateHz, 2)
        .soundCodec("vorbis")
        .soundOption("strict", "experimental");
  }

  private static void aspectChange(Path file, String codec) {
    joined(
        file,
        part(file, 1, 10, 1).size(192, 144).pixelShape(1, 1).videoCodec(codec).square(60),
        part(file, 2, 11, 3).size(192, 144).pixelShape(4, 3).videoCodec(codec).square(60));
  }

  private static void interlacedLater(Path file, String codec) {
    joined(
        file,
        part(file, 1, 10, 2).videoCodec(codec),
        part(file, 2, 12, 2)
            .videoCodec(codec)
            .videoOption("flags", "+ildct+ilme")
            .interlaced(number -> true));
  }
}
