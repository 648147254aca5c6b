package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INIT_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_FORCED;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.framemill.protocol.Orientation;
import io.framemill.protocol.Rational;
import io.framemill.worker.media.libav.AvRational;
import java.math.RoundingMode;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Reads what a container says of a stream. */
public final class StreamFacts {
  private static final Rational MAX_STILL_SECONDS = new Rational(60, 1);

  private StreamFacts() {}

  /** libavcodec's name of the codec, such as {@code h264}. */
  public static String codecName(AVStream stream) {
    return avcodec_get_name(stream.codecpar().codec_id()).getString();
  }

  /** The stated frame rate if it is believable; numerator 0 if not. */
  public static Rational statedFrameRate(AVStream stream) {
    return FrameRates.stated(
        AvRational.toRational(stream.avg_frame_rate()),
        AvRational.toRational(stream.r_frame_rate()));
  }

  /** How long a picture stays at the stated frame rate, in ticks of the stream; 0 if unknown. */
  public static long pictureDuration(AVStream stream) {
    Rational rate = statedFrameRate(stream);
    if (rate.numerator() == 0) {
      return 0;
    }
    Rational duration = new Rational(rate.denominator(), rate.numerator());
    return duration.rescale(1, AvRational.toRational(stream.time_base()), RoundingMode.HALF_UP);
  }

  /**
   * The same for a raw stream: what its headers say, for libavformat says 25 a second of each.
   * Never 0.
   */
  public static long countedDuration(AVStream stream) {
    Rational rate =
        FrameRates.stated(
            AvRational.toRational(stream.codecpar().framerate()), new Rational(25, 1));
    Rational duration = new Rational(rate.denominator(), rate.numerator());
    return duration.rescale(1, AvRational.toRational(stream.time_base()), RoundingMode.UP);
  }

  /** How long a picture may stay without another stream to vouch for it, in ticks. */
  public static long maxStill(Rational timeBase) {
    return MAX_STILL_SECONDS.rescale(1, timeBase, RoundingMode.UP);
  }

  /** How the stream's pictures are to be turned. */
  public static Orientation orientation(AVStream stream) {
    AVPacketSideData matrix = sideData(stream.codecpar(), AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.size() < DisplayMatrix.LENGTH * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    int[] numbers = new int[DisplayMatrix.LENGTH];
    new IntPointer(matrix.data()).get(numbers);
    return DisplayMatrix.orientation(numbers);
  }

  /** Whether the container says that the stream is encrypted. */
  public static boolean isEncrypted(AVStream stream) {
    return sideData(stream.codecpar(), AV_PKT_DATA_ENCRYPTION_INIT_INFO) != null;
  }

  /** Whether it is one picture, such as an album's cover, rather than a video. */
  public static boolean isCoverArt(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  /** Whether it is marked as the one to play if nobody chooses. */
  public static boolean isDefault(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
  }

  /** Whether it is marked as subtitles to show to everyone. */
  public static boolean isForced(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_FORCED) != 0;
  }

  /** A text that the container holds about the stream, or null. */
  public static @Nullable String tag(AVStream stream, String name) {
    AVDictionaryEntry entry = av_dict_get(stream.metadata(), name, null, 0);
    return entry == null ? null : entry.value().getString();
  }

  /** Data of a kind that the container holds about the stream, or null. */
  public static @Nullable AVPacketSideData sideData(AVCodecParameters parameters, int type) {
    return av_packet_side_data_get(
        parameters.coded_side_data(), parameters.nb_coded_side_data(), type);
  }
}
