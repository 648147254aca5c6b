package io.framemill.worker.media.encoder;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_FRAME_DURATION;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.segment.VideoSampleEntry;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;

/**
 * The encoder of a codec, set up for chunks: one thread, capped CRF, forced key frames (IDR) only.
 * Stateless.
 */
public abstract class VideoEncoder {
  static final int BITS_PER_KILOBIT = 1000;

  /** "No limit" for the encoders' GOP size: key frames are forced by picture type. */
  private static final int ENDLESS_GOP = 1 << 30;

  final String name;
  final String sampleEntry;
  private final int reorderedPictures;

  /**
   * @param name libavcodec's name of the encoder, such as {@code libx264}
   * @param sampleEntry type of the sample entry in init segments, such as {@code avc1} (ISO/IEC
   *     14496-12, 8.5.2)
   */
  VideoEncoder(String name, String sampleEntry, int reorderedPictures) {
    this.name = name;
    this.sampleEntry = sampleEntry;
    this.reorderedPictures = reorderedPictures;
  }

  /** Sets quality, speed, forced key frames only, and one thread. */
  abstract void setOptions(NativeOptions options, Profile.VideoEncode encode);

  /** The RFC 6381 codec string from a sample entry of this encoder's type. */
  abstract String codecString(VideoSampleEntry entry);

  /** Sets what options do not cover. */
  void setUp(AVCodecContext context, VideoRendition rendition, Rational frameRate) {}

  /** Maximum number of pictures by which the encoder's packets are out of the order of showing. */
  public int reorderedPictures() {
    return reorderedPictures;
  }

  /**
   * Number of pictures that the encoder should see after its chunk: otherwise it would treat the
   * end of the chunk as the end of the stream, and save bits on pictures that it expects no
   * reference to.
   *
   * @param preset one of the codec's
   */
  public int leadOutPictures(String preset) {
    return 0;
  }

  /** The encoder of a codec. */
  public static VideoEncoder of(VideoCodec codec) {
    return switch (codec) {
      case H264 -> new X264();
      case HEVC -> new X265();
      case AV1 -> new SvtAv1();
      case VP9 -> new LibvpxVp9();
    };
  }

  /**
   * Opens the encoder of a rendition.
   *
   * @param color color properties of its pictures
   * @param timeBase seconds per tick of the pictures' times
   * @param frameRate approximate pictures per second. Must be the same for all chunks, because
   *     their headers must be identical: so it is that of the stream, not of the chunk's pictures
   */
  public Encoder open(
      VideoRendition rendition, PictureColor color, Rational timeBase, Rational frameRate) {
    Profile.VideoEncode encode = rendition.encode();
    try (NativeOptions options = new NativeOptions()) {
      setOptions(options, encode);
      if (encode.profile() != null) {
        options.set("profile", encode.profile());
      }
      return Encoder.open(
          name,
          context -> {
            setPicture(context, rendition, timeBase, frameRate);
            setColours(context, color);
            context.rc_max_rate((long) encode.maxRateKbps() * BITS_PER_KILOBIT);
            context.rc_buffer_size(Math.multiplyExact(encode.bufferKbps(), BITS_PER_KILOBIT));
            setUp(context, rendition, frameRate);
          },
          options);
    }
  }

  /**
   * Builds the RFC 6381 codec string of a video track, such as {@code avc1.640028}, from the sample
   * entry of its init segment, which decoders use.
   *
   * @throws IllegalArgumentException if it is not the init segment of a track of this encoder
   */
  public String codecString(ByteBuffer init) {
    VideoSampleEntry entry = VideoSampleEntry.read(init);
    if (!entry.type().equals(sampleEntry)) {
      throw new IllegalArgumentException(name + " does not write " + entry.type());
    }
    return codecString(entry);
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private static void setPicture(
      AVCodecContext context, VideoRendition rendition, Rational timeBase, Rational frameRate) {
    context.width(rendition.widthPixels());
    context.height(rendition.heightPixels());
    context.pix_fmt(AV_PIX_FMT_YUV420P);
    context.sample_aspect_ratio(AvRational.toNative(new Rational(1, 1)));
    context.time_base(AvRational.toNative(timeBase));
    context.framerate(AvRational.toNative(frameRate));
    context.gop_size(ENDLESS_GOP);
    context.flags(context.flags() | AV_CODEC_FLAG_CLOSED_GOP | AV_CODEC_FLAG_FRAME_DURATION);
  }

  private static void setColours(AVCodecContext context, PictureColor color) {
    context.color_range(color.range());
    context.color_primaries(color.primaries());
    context.color_trc(color.transfer());
    context.colorspace(color.matrix());
  }
}
