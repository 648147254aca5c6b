package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_new_side_data;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_remove_side_data;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.libav.Libav;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjIntConsumer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Recipe of a small clip with numbered pictures, and a tone if wanted. The container follows from
 * the file's name. Defaults: 2 s of 320x180 at 24 frames a second, H.264 without B-frames, a key
 * frame each second, no sound.
 */
public final class TestClip {
  public final Path file;
  int width = 320;
  int height = 180;
  int frames = 48;
  Rational pixelShape = new Rational(1, 1);
  Rational frameRate = new Rational(24, 1);
  Rational timeBase = new Rational(1, 24);
  IntToLongFunction ptsOfFrame = n -> n;
  String videoCodec = "libx264";
  int gopFrames = 24;
  final Map<String, String> videoOptions = new LinkedHashMap<>();
  final Map<String, String> muxerOptions = new LinkedHashMap<>();
  int[] displayMatrix = {};
  String pixelFormat = "yuv420p";
  int disposition;
  boolean data;
  boolean headersInStream;
  byte[] dolbyVision = {};
  final List<TestClip> others = new ArrayList<>();
  MediaInfo.@Nullable Color color;
  ObjIntConsumer<AVFrame> painter = CounterPicture::draw;
  boolean picture = true;
  int soundMillis;
  int soundStartMillis;
  int soundChannels = 2;
  int soundRateHz = 48_000;
  final List<ClipText> texts = new ArrayList<>();
  List<String> soundLanguages = List.of("und");
  String soundTitle = "";
  String soundCodec = "aac";
  SoundWave wave = SoundWave.TONE;
  LongUnaryOperator soundTimes = sample -> sample;
  final Map<String, String> soundOptions = new LinkedHashMap<>();
  int soundDisposition;
  int pictureId;
  int soundId;
  int program;
  int[] cropping = {};
  int firstScrambled = Integer.MAX_VALUE;

  private TestClip(Path file) {
    this.file = file;
    videoOptions.put("preset", "veryfast");
    videoOptions.put("bf", "0");
  }

  /** A clip to be written to a file such as {@code clip.mp4}. */
  public static TestClip at(Path file) {
    return new TestClip(file);
  }

  public TestClip size(int widthPixels, int heightPixels) {
    width = widthPixels;
    height = heightPixels;
    return this;
  }

  public TestClip frames(int count) {
    frames = count;
    return this;
  }

  /** Width to height of one pixel. */
  public TestClip pixelShape(int numerator, int denominator) {
    pixelShape = new Rational(numerator, denominator);
    return this;
  }

  /** Constant frame rate, whose inverse is also the encoder's time base. */
  public TestClip frameRate(int numerator, int denominator) {
    frameRate = new Rational(numerator, denominator);
    timeBase = new Rational(denominator, numerator);
    return this;
  }

  /** Variable frame rate: the time of each picture, ascending. */
  public TestClip times(Rational base, IntToLongFunction ptsOf) {
    timeBase = base;
    ptsOfFrame = ptsOf;
    return this;
  }

  /** Pictures from one key frame to the next. */
  public TestClip gop(int pictures) {
    gopFrames = pictures;
    return this;
  }

  /** B-frames that other B-frames refer to. */
  public TestClip bFrames() {
    videoOptions.put("bf", "3");
    videoOptions.put("b-pyramid", "normal");
    return this;
  }

  /** B-frames that reach back over key frames. */
  public TestClip openGop() {
    bFrames();
    videoOptions.put("x264-params", "open-gop=1");
    return this;
  }

  /** Another encoder, by libavcodec's name, without the options of x264. */
  public TestClip videoCodec(String name) {
    videoCodec = name;
    videoOptions.clear();
    return this;
  }

  public TestClip videoOption(String name, String value) {
    videoOptions.put(name, value);
    return this;
  }

  public TestClip muxerOption(String name, String value) {
    muxerOptions.put(name, value);
    return this;
  }

  /** The nine numbers of a display matrix, as ISO/IEC 14496-12 writes them. */
  public TestClip displayMatrix(int... matrix) {
    displayMatrix = matrix.clone();
    return this;
  }

  /**
   * Pictures of two fields, with numbers.
   *
   * @param isInterlaced tells for each picture; the others are progressive
   */
  public TestClip interlaced(IntPredicate isInterlaced) {
    painter =
        (frame, number) -> {
          frame.flags(0);
          if (isInterlaced.test(number)) {
            CounterPicture.drawFields(frame, number);
          } else {
            CounterPicture.draw(frame, number);
          }
        };
    return this;
  }

  /** The first picture has that number, the next ones go on from there. */
  public TestClip numbersFrom(int first) {
    ObjIntConsumer<AVFrame> fromZero = painter;
    painter = (frame, number) -> fromZero.accept(frame, first + number);
    return this;
  }

  /** All pictures are as the first one. */
  public TestClip still() {
    ObjIntConsumer<AVFrame> moving = painter;
    painter = (frame, number) -> moving.accept(frame, 0);
    return this;
  }

  /** Pictures of nothing but noise, each another, without numbers. */
  public TestClip noise() {
    painter = CounterPicture::drawNoise;
    return this;
  }

  /** The pictures from that number on are noise: large, and without numbers. */
  public TestClip noiseFrom(int picture) {
    ObjIntConsumer<AVFrame> earlier = painter;
    painter =
        (frame, number) -> {
          if (number < picture) {
            earlier.accept(frame, number);
          } else {
            CounterPicture.drawNoise(frame, number);
          }
        };
    return this;
  }

  /** What the clip says of its colours; nothing, if this is not called. */
  public TestClip color(MediaInfo.Color tags) {
    color = tags;
    return this;
  }

  /**
   * Still pictures of upright stripes, without loss and without numbers.
   *
   * @param format libavutil's name of a planar format
   */
  public TestClip stripes(String format, StripedPicture picture) {
    pixelFormat = format;
    painter = (frame, number) -> picture.draw(frame);
    return videoCodec("ffv1");
  }

  /** A stereo tone at 48 kHz, in AAC. */
  public TestClip sound(int millis) {
    soundMillis = millis;
    return this;
  }

  /** The sound begins so long after the picture. */
  public TestClip soundStart(int millis) {
    soundStartMillis = millis;
    return this;
  }

  public TestClip soundFormat(int rateHz, int channels) {
    soundRateHz = rateHz;
    soundChannels = channels;
    return this;
  }

  /** The pictures before that number are black. */
  public TestClip blackUntil(int picture) {
    ObjIntConsumer<AVFrame> later = painter;
    StripedPicture black = StripedPicture.greys(16, 16, 128);
    painter =
        (frame, number) -> {
          if (number < picture) {
            black.draw(frame);
          } else {
            later.accept(frame, number);
          }
        };
    return this;
  }

  /** An empty closed caption (ATSC A/53, user data) with each picture. */
  public TestClip closedCaptions() {
    return closedCaptionsFrom(0);
  }

  /** The same with each picture from that number on. */
  public TestClip closedCaptionsFrom(int picture) {
    ObjIntConsumer<AVFrame> plain = painter;
    painter =
        (frame, number) -> {
          plain.accept(frame, number);
          av_frame_remove_side_data(frame, AV_FRAME_DATA_A53_CC);
          if (number < picture) {
            return;
          }
          av_frame_new_side_data(frame, AV_FRAME_DATA_A53_CC, 3)
              .data()
              .put((byte) 0xfc, (byte) 0x80, (byte) 0x80);
        };
    return videoOption("a53cc", "1");
  }

  /** Adds a track of text. */
  public TestClip text(ClipText track) {
    texts.add(track);
    return this;
  }

  /** A white square on black in each picture; the side counts in square pixels. */
  public TestClip square(int sidePixels) {
    painter =
        (frame, number) ->
            WhiteBox.draw(frame, (int) Math.round(sidePixels / pixelShape.toDouble()), sidePixels);
    return this;
  }

  /** Streams of another clip in the same file, after those of this one. */
  public TestClip with(TestClip stream) {
    others.add(stream);
    return this;
  }

  /** What the container says of the stream of pictures, in libavformat's numbers. */
  public TestClip disposition(int flags) {
    disposition = flags;
    return this;
  }

  /** A picture in the file that is not to be played. */
  public TestClip coverArt() {
    return with(
        TestClip.at(file)
            .size(64, 36)
            .frames(1)
            .videoCodec("mjpeg")
            .pixelFormat("yuvj420p")
            .disposition(AV_DISPOSITION_ATTACHED_PIC));
  }

  /** For raw streams: the codec's headers stand before key frames, not in the container. */
  public TestClip headersInStream() {
    headersInStream = true;
    return this;
  }

  /** A stream that is neither picture nor sound. */
  public TestClip data() {
    data = true;
    return this;
  }

  /** What the container says of Dolby Vision: an {@code AVDOVIDecoderConfigurationRecord}. */
  public TestClip dolbyVision(int profile, boolean hasBase, int compatibility) {
    byte base = (byte) (hasBase ? 1 : 0);
    dolbyVision = new byte[] {1, 0, (byte) profile, 6, 1, 0, base, (byte) compatibility, 0};
    return muxerOption("strict", "unofficial");
  }

  TestClip pixelFormat(String name) {
    pixelFormat = name;
    return this;
  }

  /** Several tracks of the same sound: the ISO 639-2 code of each. */
  public TestClip soundLanguages(String... codes) {
    soundLanguages = List.of(codes);
    return this;
  }

  /** The title of each track of sound. */
  public TestClip soundTitle(String words) {
    soundTitle = words;
    return this;
  }

  /** What is heard instead of the tone. */
  public TestClip wave(SoundWave heard) {
    wave = heard;
    return this;
  }

  /** Another encoder of planar or interleaved floats, by libavcodec's name. */
  public TestClip soundCodec(String name) {
    soundCodec = name;
    return this;
  }

  /**
   * Stated times that leave the count of samples: the time of each sample, in samples. What is
   * heard follows the stated times.
   */
  public TestClip soundTimes(LongUnaryOperator timeOf) {
    soundTimes = timeOf;
    return this;
  }

  /** A white picture wherever {@link SoundWave#CLICKS} clicks, black ones between. */
  public TestClip flashes() {
    painter =
        (frame, number) ->
            Flashes.draw(frame, ptsOfFrame.applyAsLong(number) * timeBase.toDouble());
    return this;
  }

  /** What the container says of the sound, in libavformat's numbers. */
  public TestClip soundDisposition(int flags) {
    soundDisposition = flags;
    return this;
  }

  public TestClip soundOption(String name, String value) {
    soundOptions.put(name, value);
    return this;
  }

  /** The container's own numbers of the streams; in a transport stream, their PIDs. */
  public TestClip streamIds(int ofPicture, int ofSound) {
    pictureId = ofPicture;
    soundId = ofSound;
    return this;
  }

  /** The programme of a transport stream that the clip's own streams belong to, from 1. */
  public TestClip program(int number) {
    program = number;
    return this;
  }

  /** Pixels at the borders that the container says are not to be shown. */
  public TestClip cropping(int top, int bottom, int left, int right) {
    cropping = new int[] {top, bottom, left, right};
    return this;
  }

  /**
   * The content of packets is garbage, as in a file that is encrypted without saying so.
   *
   * @param first the first one of each stream, from 0
   */
  public TestClip scrambledFrom(int first) {
    firstScrambled = first;
    return this;
  }

  public TestClip noPicture() {
    picture = false;
    return this;
  }

  /** Makes the clip. */
  public Path write() {
    Libav.load();
    ClipWriter.write(this);
    return file;
  }
}
