package io.framemill.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the inspection saw in a source: the planner's whole knowledge of it.
 *
 * @param format libavformat's name of the container, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param sizeBytes size of the file
 * @param seekByBytes whether seeking must be by byte position (MPEG-TS and PS, where seeking by
 *     time lands late)
 * @param video video streams that hold moving pictures (no cover art), the best one first
 * @param audio audio streams in the file's order
 * @param subtitles subtitle streams that hold text, in the file's order
 * @param readErrors places where the source could not be read on: it is damaged or cut short
 * @param ignored streams that are not carried over, each with the reason, for the log
 */
public record MediaInfo(
    String format,
    long sizeBytes,
    boolean seekByBytes,
    List<VideoStream> video,
    List<AudioStream> audio,
    List<SubtitleStream> subtitles,
    long readErrors,
    List<String> ignored) {
  public MediaInfo {
    Objects.requireNonNull(format, "format");
    video = List.copyOf(video);
    audio = List.copyOf(audio);
    subtitles = List.copyOf(subtitles);
    ignored = List.copyOf(ignored);
  }

  private static void requirePositive(Rational value, String name) {
    if (value.numerator() <= 0) {
      throw new IllegalArgumentException(name + " is not positive: " + value);
    }
  }

  /**
   * One video stream.
   *
   * @param index its index in the container
   * @param codec libavcodec's name, such as {@code h264}
   * @param profile the codec profile's name, or null if it has none
   * @param widthPixels coded width, before {@code sampleAspectRatio} and {@code orientation}
   * @param heightPixels coded height, likewise
   * @param pixelFormat libavutil's name, such as {@code yuv420p}
   * @param sampleAspectRatio width to height of one pixel; 1/1 where the stream says nothing
   * @param orientation from the display matrix
   * @param color what the numbers of its pictures mean
   * @param interlaced whether some pictures are, or may be, two fields of different times
   * @param timeBase seconds per tick of this stream
   * @param frameRate average frames per second; numerator 0 if unknown
   * @param startPts the first picture, in ticks
   * @param endPts the end of the last picture, exclusive, in ticks
   * @param packets number of packets: near the number of frames, not always equal
   * @param keyFrames places to start decoding from, ascending by PTS, thinned to about one a second
   */
  public record VideoStream(
      int index,
      String codec,
      @Nullable String profile,
      int widthPixels,
      int heightPixels,
      String pixelFormat,
      Rational sampleAspectRatio,
      Orientation orientation,
      Color color,
      boolean interlaced,
      Rational timeBase,
      Rational frameRate,
      long startPts,
      long endPts,
      long packets,
      List<SeekPoint> keyFrames) {
    public VideoStream {
      Objects.requireNonNull(codec, "codec");
      Objects.requireNonNull(pixelFormat, "pixelFormat");
      Objects.requireNonNull(orientation, "orientation");
      Objects.requireNonNull(color, "color");
      Objects.requireNonNull(frameRate, "frameRate");
      requirePositive(sampleAspectRatio, "sampleAspectRatio");
      requirePositive(timeBase, "timeBase");
      if (widthPixels <= 0 || heightPixels <= 0) {
        throw new IllegalArgumentException("no picture size: " + widthPixels + "x" + heightPixels);
      }
      if (endPts <= startPts) {
        throw new IllegalArgumentException(
            "empty video stream: [" + startPts + ", " + endPts + ")");
      }
      keyFrames = List.copyOf(keyFrames);
    }

    /** Width as shown: square pixels, upright. At least 1. */
    public int displayWidthPixels() {
      return orientation.swapsSides() ? heightPixels : squareWidthPixels();
    }

    /** Height as shown: square pixels, upright. */
    public int displayHeightPixels() {
      return orientation.swapsSides() ? squareWidthPixels() : heightPixels;
    }

    private int squareWidthPixels() {
      long width = Math.round(widthPixels * sampleAspectRatio.toDouble());
      return (int) Math.min(Math.max(1, width), Integer.MAX_VALUE);
    }
  }

  /**
   * What the numbers of a picture mean, in libavutil's names of the code points of ITU-T H.273.
   * Where a stream says nothing, this is what players take for granted, so nothing here is unknown.
   *
   * @param range {@code tv} for limited range, {@code pc} for full
   * @param primaries such as {@code bt709}
   * @param transfer the transfer function, such as {@code bt709}; {@code smpte2084} is PQ, {@code
   *     arib-std-b67} is HLG
   * @param matrix such as {@code bt709}, {@code smpte170m}; {@code gbr} if the pictures are RGB
   * @param peakNits how bright (cd/m²) the brightest picture is said to be; 0 if nothing is said
   */
  public record Color(
      String range, String primaries, String transfer, String matrix, int peakNits) {
    /** Limited-range BT.709, which is most of what there is. */
    public static final Color BT709 = new Color("tv", "bt709", "bt709", "bt709", 0);

    public Color {
      Objects.requireNonNull(range, "range");
      Objects.requireNonNull(primaries, "primaries");
      Objects.requireNonNull(transfer, "transfer");
      Objects.requireNonNull(matrix, "matrix");
      if (peakNits < 0) {
        throw new IllegalArgumentException("negative light: " + peakNits + " cd/m²");
      }
    }

    /** Whether the pictures are brighter than an ordinary screen can show: PQ or HLG. */
    public boolean highDynamicRange() {
      return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }
  }

  /**
   * One audio stream.
   *
   * @param index its index in the container
   * @param codec libavcodec's name, such as {@code aac}
   * @param sampleRateHz samples per second
   * @param channels number of channels, from 1
   * @param language ISO 639-2 code, {@code und} if unknown
   * @param title the track's title, or null
   * @param isDefault whether the container marks it as the default track
   * @param timeBase seconds per tick of this stream
   * @param startPts the first sample, in ticks
   * @param endPts the end of the last packet, exclusive, in ticks
   */
  public record AudioStream(
      int index,
      String codec,
      int sampleRateHz,
      int channels,
      String language,
      @Nullable String title,
      boolean isDefault,
      Rational timeBase,
      long startPts,
      long endPts) {
    public AudioStream {
      Objects.requireNonNull(codec, "codec");
      Names.requireLanguage(language);
      requirePositive(timeBase, "timeBase");
      if (sampleRateHz <= 0 || channels <= 0) {
        throw new IllegalArgumentException(
            "no sound: " + sampleRateHz + " Hz, " + channels + " channels");
      }
      if (endPts <= startPts) {
        throw new IllegalArgumentException(
            "empty audio stream: [" + startPts + ", " + endPts + ")");
      }
    }
  }

  /**
   * One subtitle stream of text.
   *
   * @param index its index in the container
   * @param codec libavcodec's name, such as {@code subrip}
   * @param language ISO 639-2 code, {@code und} if unknown
   * @param title the track's title, or null
   * @param isDefault whether the container marks it as the default track
   * @param isForced whether it holds only what everybody has to read, such as signs in another
   *     language
   */
  public record SubtitleStream(
      int index,
      String codec,
      String language,
      @Nullable String title,
      boolean isDefault,
      boolean isForced) {
    public SubtitleStream {
      Objects.requireNonNull(codec, "codec");
      Names.requireLanguage(language);
    }
  }
}
