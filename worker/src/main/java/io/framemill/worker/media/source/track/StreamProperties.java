package io.framemill.worker.media.source.track;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP2;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MP3;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INIT_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_COMMENT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DESCRIPTIONS;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DUB;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_FORCED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_KARAOKE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ORIGINAL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_VISUAL_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackRole;
import io.framemill.worker.media.libav.AvRational;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Reads the properties that a container declares for a stream. */
public final class StreamProperties {
  /** Top, bottom, left, right. */
  private static final int CROP_LENGTH = 4;

  private static final Rational MAX_STILL_SECONDS = new Rational(60, 1);

  private static final Set<Integer> MPEG_AUDIO =
      Set.of(AV_CODEC_ID_MP1, AV_CODEC_ID_MP2, AV_CODEC_ID_MP3);

  private static final Map<TrackRole, Integer> ROLES =
      new EnumMap<>(
          Map.of(
              TrackRole.ORIGINAL, AV_DISPOSITION_ORIGINAL,
              TrackRole.DUB, AV_DISPOSITION_DUB,
              TrackRole.COMMENTARY, AV_DISPOSITION_COMMENT,
              TrackRole.KARAOKE, AV_DISPOSITION_KARAOKE,
              TrackRole.AUDIO_DESCRIPTION,
                  AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_DESCRIPTIONS,
              TrackRole.HEARING_IMPAIRED, AV_DISPOSITION_HEARING_IMPAIRED));

  private StreamProperties() {}

  /** libavcodec's name of the codec, such as {@code h264}. */
  public static String codecName(AVStream stream) {
    return avcodec_get_name(stream.codecpar().codec_id()).getString();
  }

  /** The declared frame rate if it is plausible; numerator 0 if not. */
  public static Rational statedFrameRate(AVStream stream) {
    return PlausibleFrameRates.stated(
        AvRational.toRational(stream.avg_frame_rate()),
        AvRational.toRational(stream.r_frame_rate()));
  }

  /** Duration of a picture at the declared frame rate, in ticks of the stream; 0 if unknown. */
  public static long pictureDuration(AVStream stream) {
    Rational rate = statedFrameRate(stream);
    if (rate.numerator() == 0) {
      return 0;
    }
    Rational duration = new Rational(rate.denominator(), rate.numerator());
    return duration.rescale(1, AvRational.toRational(stream.time_base()), RoundingMode.HALF_UP);
  }

  /**
   * The same for a raw stream, from its headers, because libavformat reports 25 per second for all.
   * Never 0.
   */
  public static long countedDuration(AVStream stream) {
    Rational rate =
        PlausibleFrameRates.stated(
            AvRational.toRational(stream.codecpar().framerate()), new Rational(25, 1));
    Rational duration = new Rational(rate.denominator(), rate.numerator());
    return duration.rescale(1, AvRational.toRational(stream.time_base()), RoundingMode.UP);
  }

  /**
   * Number of fields for which a picture of a raw stream is shown; only MPEG-2 repeats fields.
   *
   * @param duration duration that libavformat derives from its flags, in ticks of the stream
   */
  public static long countedFields(AVStream stream, long duration) {
    return stream.codecpar().codec_id() == AV_CODEC_ID_MPEG2VIDEO && duration > 0
        ? Math.max(2, Math.round(2.0 * duration / countedDuration(stream)))
        : 2;
  }

  /** Maximum trusted duration of a picture without confirmation by another stream, in ticks. */
  public static long maxStill(Rational timeBase) {
    return MAX_STILL_SECONDS.rescale(1, timeBase, RoundingMode.UP);
  }

  /** Orientation of the stream's pictures. */
  public static Orientation orientation(AVStream stream) {
    AVPacketSideData matrix = sideData(stream.codecpar(), AV_PKT_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.size() < DisplayMatrix.LENGTH * Integer.BYTES) {
      return Orientation.UPRIGHT;
    }
    int[] numbers = new int[DisplayMatrix.LENGTH];
    new IntPointer(matrix.data()).get(numbers);
    return DisplayMatrix.orientation(numbers);
  }

  /** Cropping declared by the container. */
  public static Crop crop(AVStream stream) {
    AVPacketSideData crop = sideData(stream.codecpar(), AV_PKT_DATA_FRAME_CROPPING);
    if (crop == null || crop.size() < CROP_LENGTH * Integer.BYTES) {
      return Crop.NONE;
    }
    int[] sides = new int[CROP_LENGTH];
    new IntPointer(crop.data()).get(sides);
    boolean isSane = IntStream.of(sides).allMatch(side -> side >= 0);
    return isSane ? new Crop(sides[2], sides[0], sides[3], sides[1]) : Crop.NONE;
  }

  /** Whether the container marks the stream as encrypted. */
  public static boolean isEncrypted(AVStream stream) {
    return sideData(stream.codecpar(), AV_PKT_DATA_ENCRYPTION_INIT_INFO) != null;
  }

  /** Whether it is a single picture, such as cover art, and not a video. */
  public static boolean isCoverArt(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0;
  }

  /** Whether it is marked as the default track. */
  public static boolean isDefault(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_DEFAULT) != 0;
  }

  /** Whether one decoder handles both codecs: libavformat detects the layer of MPEG audio late. */
  public static boolean isSameCodec(int one, int other) {
    return one == other || (MPEG_AUDIO.contains(one) && MPEG_AUDIO.contains(other));
  }

  /** Purposes of the stream, by its dispositions. */
  public static List<TrackRole> roles(AVStream stream) {
    int flags = stream.disposition();
    List<TrackRole> roles = new ArrayList<>();
    ROLES.forEach(
        (role, mask) -> {
          if ((flags & mask) != 0) {
            roles.add(role);
          }
        });
    return roles;
  }

  /** ISO 639-2 code with script and region if they are known; {@code und} if not. */
  public static String language(AVStream stream) {
    return LanguageTags.of(tag(stream, "language"));
  }

  /** The same for a tag from another place. */
  public static String language(String tag) {
    return LanguageTags.of(tag);
  }

  /** Numbers of the programmes of a transport stream that contain a stream now. */
  public static List<Integer> programs(AVFormatContext container, int index) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < container.nb_programs(); i++) {
      AVProgram program = container.programs(i);
      for (int j = 0; j < program.nb_stream_indexes(); j++) {
        if (program.stream_index().get(j) == index) {
          numbers.add(program.program_num());
        }
      }
    }
    return numbers;
  }

  /** Whether it is marked as forced subtitles. */
  public static boolean isForced(AVStream stream) {
    return (stream.disposition() & AV_DISPOSITION_FORCED) != 0;
  }

  /** A metadata text of the stream, or null. */
  public static @Nullable String tag(AVStream stream, String name) {
    AVDictionaryEntry entry = av_dict_get(stream.metadata(), name, null, 0);
    return entry == null ? null : entry.value().getString();
  }

  /** Side data of the stream of a type, or null. */
  public static @Nullable AVPacketSideData sideData(AVCodecParameters parameters, int type) {
    return av_packet_side_data_get(
        parameters.coded_side_data(), parameters.nb_coded_side_data(), type);
  }
}
