package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_FRAME_DURATION;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.source.track.StreamProperties;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Opens video encoders for chunks: one thread, capped CRF, forced key frames (IDR) only. */
final class VideoEncoders {
  /** "No limit" for the encoders' GOP size: key frames are forced by picture type. */
  private static final int ENDLESS_GOP = 1 << 30;

  /**
   * Makes the encoder of a chunk start like one that continues. By default x264 gives its first key
   * frame no better quality than other pictures (with macroblock tree): 1.4 is the factor of all
   * later ones, its {@code ipratio}. Without the tree x264 applies the factor itself, and not the
   * zone (x264, {@code rate_estimate_qscale}). It also assumes that the VBV buffer is 90 % full and
   * overestimates the size of key frames, which would make them too coarse.
   */
  private static final String X264_PARAMETERS = "zones=0,0,b=1.4:vbv-init=1";

  /** Lookahead of x264's presets in pictures, by {@code x264 --fullhelp}; 0 for others. */
  private static final Map<String, Integer> X264_LOOKAHEAD =
      Map.of(
          "veryfast",
          10,
          "faster",
          20,
          "fast",
          30,
          "medium",
          40,
          "slow",
          50,
          "slower",
          60,
          "veryslow",
          60);

  /**
   * Number of repeats of the last picture, per picture of the lookahead, that have the same effect
   * as the pictures that actually follow; measured in docs/performance.md.
   */
  private static final double LEAD_OUT = 0.25;

  /**
   * Without {@code info=0} x265 writes the CPU features of the machine into its header, and init
   * segments of two machines would differ. Without a pool and wavefronts it works in one thread.
   */
  private static final String X265_PARAMETERS =
      "scenecut=0:open-gop=0:frame-threads=1:pools=none:wpp=0:info=0:log-level=error";

  /** Threads for one core. */
  private static final String SVT_PARAMETERS = "lp=1:scd=0";

  /** Maximum size of a key frame, in percent of a picture's share of the bit rate. */
  private static final int VP9_KEY_FRAME_PERCENT = 300;

  private static final int BITS_PER_KILOBIT = 1000;

  /**
   * Used if the source declares none. Without a rate, x264 takes the time base's ticks for
   * pictures.
   */
  private static final Rational USUAL_FRAME_RATE = new Rational(30, 1);

  private VideoEncoders() {}

  /**
   * Opens the encoder of a rendition.
   *
   * @param color color properties of its pictures
   * @param timeBase seconds per tick of the pictures' times
   * @param frameRate approximate pictures per second. Must be the same for all chunks, because
   *     their headers must be identical: so it is that of the stream, not of the chunk's pictures
   */
  static Encoder open(
      VideoRendition rendition, PictureColor color, Rational timeBase, Rational frameRate) {
    Profile.VideoEncode encode = rendition.encode();
    try (NativeOptions options = new NativeOptions()) {
      setOptions(options, encode);
      if (encode.profile() != null) {
        options.set("profile", encode.profile());
      }
      return Encoder.open(
          encoderName(encode.codec()),
          context -> {
            setPicture(context, rendition, timeBase, frameRate);
            setColours(context, color);
            setRate(context, encode);
            if (encode.codec() == VideoCodec.VP9) {
              // Only for the header: libvpx does not receive it.
              context.level(
                  Vp9Level.of(
                      rendition.widthPixels(),
                      rendition.heightPixels(),
                      frameRate,
                      encode.maxRateKbps()));
            }
          },
          options);
    }
  }

  /**
   * Number of pictures that an encoder should see after its chunk: otherwise it would treat the end
   * of the chunk as the end of the stream, and save bits on pictures that it expects no reference
   * to.
   */
  static int leadOutPictures(Profile.VideoEncode encode) {
    return encode.codec() == VideoCodec.H264
        ? (int) (LEAD_OUT * X264_LOOKAHEAD.getOrDefault(encode.preset(), 0))
        : 0;
  }

  /** The source's declared frame rate, or a default; the same for all chunks. */
  static Rational frameRate(AVStream source) {
    Rational stated = StreamProperties.statedFrameRate(source);
    return stated.numerator() == 0 ? USUAL_FRAME_RATE : stated;
  }

  private static String encoderName(VideoCodec codec) {
    return switch (codec) {
      case H264 -> "libx264";
      case HEVC -> "libx265";
      case AV1 -> "libsvtav1";
      case VP9 -> "libvpx-vp9";
    };
  }

  /** Quality, speed, forced key frames only, and one thread. */
  private static void setOptions(NativeOptions options, Profile.VideoEncode encode) {
    String preset = encode.preset();
    int crf = encode.crf();
    switch (encode.codec()) {
      case H264 ->
          options
              .set("crf", crf)
              .set("preset", preset)
              .set("forced-idr", 1)
              .set("sc_threshold", 0)
              .set("x264-params", X264_PARAMETERS);
      case HEVC ->
          options
              .set("crf", crf)
              .set("preset", preset)
              .set("forced-idr", 1)
              .set("x265-params", X265_PARAMETERS);
      case AV1 ->
          options.set("crf", crf).set("preset", preset).set("svtav1-params", SVT_PARAMETERS);
      case VP9 ->
          options
              .set("deadline", "good")
              .set("cpu-used", preset)
              .set("undershoot-pct", 100)
              .set("overshoot-pct", 0)
              .set("max-intra-rate", VP9_KEY_FRAME_PERCENT);
    }
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

  private static void setRate(AVCodecContext context, Profile.VideoEncode encode) {
    long maxRate = (long) encode.maxRateKbps() * BITS_PER_KILOBIT;
    context.rc_max_rate(maxRate);
    context.rc_buffer_size(Math.multiplyExact(encode.bufferKbps(), BITS_PER_KILOBIT));
    if (encode.codec() == VideoCodec.VP9) {
      // In one pass, libvpx far exceeds the ceiling of its own "constrained quality". So it uses a
      // constant rate here, limited by the buffer, and saves all bits beyond the wanted quality.
      context.bit_rate(maxRate);
      context.rc_min_rate(maxRate);
      context.qmin(encode.crf());
    }
  }
}
