package io.framemill.protocol.media;

import io.framemill.protocol.text.Names;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of the inspection of a source: everything that the planner knows about it.
 *
 * @param format libavformat's name of the container, such as {@code mov,mp4,m4a,3gp,3g2,mj2}
 * @param stamp the state of the file that was inspected
 * @param seekByBytes whether seeking must be by byte position (MPEG-TS and PS, where seeking by
 *     time lands late)
 * @param video video streams that hold moving pictures (no cover art), the best one first
 * @param audio audio streams in the file's order
 * @param subtitles subtitle streams that hold text, in the file's order
 * @param readErrors number of places where reading failed: the source is damaged or truncated
 * @param cutMillis by how much the programme is shorter than the container's index or header
 *     announces: the file was truncated, or its header is wrong; 0 if it is complete
 * @param leftOut streams that cannot be transcoded
 */
public record MediaInfo(
    String format,
    SourceStamp stamp,
    boolean seekByBytes,
    List<VideoStream> video,
    List<AudioStream> audio,
    List<SubtitleStream> subtitles,
    long readErrors,
    long cutMillis,
    List<LeftOut> leftOut) {
  public MediaInfo {
    Objects.requireNonNull(format, "format");
    video = List.copyOf(video);
    audio = List.copyOf(audio);
    subtitles = List.copyOf(subtitles);
    leftOut = List.copyOf(leftOut);
    Objects.requireNonNull(stamp, "stamp");
  }

  /** Size of the file. */
  public long sizeBytes() {
    return stamp.sizeBytes();
  }

  /**
   * A video stream.
   *
   * @param index its index in the container
   * @throws IllegalArgumentException if there is none
   */
  public VideoStream videoStream(int index) {
    return video.stream()
        .filter(stream -> stream.index() == index)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream of pictures: " + index));
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
   * @param geometry geometry of its pictures
   * @param pixelFormat libavutil's name, such as {@code yuv420p}
   * @param color color properties of its pictures
   * @param interlaced whether its first pictures are, or may be, interlaced; later ones may differ
   * @param isDefault whether the container marks it as a default track
   * @param programs numbers of the programmes of a transport stream that it belongs to; empty if
   *     there are none
   * @param timeBase seconds per tick of this stream
   * @param frameRate average frames per second; numerator 0 if unknown
   * @param startPts time of the first picture that can be decoded, in ticks
   * @param endPts end of the last picture, exclusive, in ticks
   * @param pictures count of its pictures
   * @param keyFrames places to start decoding from, ascending by PTS, thinned to about one a second
   */
  public record VideoStream(
      int index,
      String codec,
      @Nullable String profile,
      Geometry geometry,
      String pixelFormat,
      Color color,
      boolean interlaced,
      boolean isDefault,
      List<Integer> programs,
      Rational timeBase,
      Rational frameRate,
      long startPts,
      long endPts,
      PictureCount pictures,
      List<SeekPoint> keyFrames) {
    public VideoStream {
      Objects.requireNonNull(codec, "codec");
      Objects.requireNonNull(pixelFormat, "pixelFormat");
      Objects.requireNonNull(geometry, "geometry");
      Objects.requireNonNull(color, "color");
      Objects.requireNonNull(pictures, "pictures");
      Objects.requireNonNull(frameRate, "frameRate");
      requirePositive(timeBase, "timeBase");
      if (endPts <= startPts) {
        throw new IllegalArgumentException(
            "empty video stream: [" + startPts + ", " + endPts + ")");
      }
      programs = List.copyOf(programs);
      keyFrames = List.copyOf(keyFrames);
    }
  }

  /**
   * Color properties of a stream, by libavutil's names of the code points of ITU-T H.273.
   * Properties that a stream does not declare have the values that players assume, so none is
   * unknown.
   *
   * @param range {@code tv} for limited range, {@code pc} for full
   * @param primaries such as {@code bt709}
   * @param transfer the transfer function, such as {@code bt709}; {@code smpte2084} is PQ, {@code
   *     arib-std-b67} is HLG
   * @param matrix such as {@code bt709}, {@code smpte170m}; {@code gbr} if the pictures are RGB
   * @param peakNits declared peak luminance in nits (cd/m²); 0 if not declared
   */
  public record Color(
      String range, String primaries, String transfer, String matrix, int peakNits) {
    /** Limited-range BT.709, the most common. */
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

    /** Whether the pictures are HDR: PQ or HLG. */
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
   * @param language ISO 639-2 code with script and region if they are known, such as {@code eng} or
   *     {@code por-BR}; {@code und} if unknown
   * @param title the track's title, or null
   * @param isDefault whether the container marks it as the default track
   * @param roles purposes of the track; empty for an ordinary one
   * @param programs as for {@link VideoStream}
   * @param timeBase seconds per tick of this stream
   * @param startPts time of the first sample, in ticks
   * @param endPts end of the last packet, exclusive, in ticks
   * @param packets number of packets
   * @param soundTicks total duration of the packets, in ticks; shorter than the span from start to
   *     end if there are gaps
   */
  public record AudioStream(
      int index,
      String codec,
      int sampleRateHz,
      int channels,
      String language,
      @Nullable String title,
      boolean isDefault,
      List<TrackRole> roles,
      List<Integer> programs,
      Rational timeBase,
      long startPts,
      long endPts,
      long packets,
      long soundTicks) {
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
      roles = List.copyOf(roles);
      programs = List.copyOf(programs);
    }
  }

  /**
   * One text subtitle stream.
   *
   * @param index its index in the container
   * @param codec libavcodec's name, such as {@code subrip}
   * @param language as for {@link AudioStream}
   * @param title the track's title, or null
   * @param isDefault whether the container marks it as the default track
   * @param isForced whether it contains only forced subtitles, such as translated signs
   * @param roles as for {@link AudioStream}
   * @param programs as for {@link VideoStream}
   * @param packets number of packets
   */
  public record SubtitleStream(
      int index,
      String codec,
      String language,
      @Nullable String title,
      boolean isDefault,
      boolean isForced,
      List<TrackRole> roles,
      List<Integer> programs,
      long packets) {
    public SubtitleStream {
      Objects.requireNonNull(codec, "codec");
      Names.requireLanguage(language);
      roles = List.copyOf(roles);
      programs = List.copyOf(programs);
    }
  }

  /**
   * A stream, or a part of one, that cannot be transcoded.
   *
   * @param index its index in the container
   * @param kind libavutil's name of its media type, such as {@code subtitle}
   * @param codec libavcodec's name
   * @param reason for users, without a full stop
   * @param isLoss whether it is a part of the programme (video, audio or text), in contrast to
   *     cover art, time codes and the like
   */
  public record LeftOut(int index, String kind, String codec, String reason, boolean isLoss) {
    public LeftOut {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(codec, "codec");
      Objects.requireNonNull(reason, "reason");
    }

    /** Describes it, such as {@code stream 2, subtitle dvb_subtitle: ...}. */
    public String describe() {
      return "stream " + index + ", " + kind + " " + codec + ": " + reason;
    }
  }
}
