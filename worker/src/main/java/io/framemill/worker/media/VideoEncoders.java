package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_FRAME_DURATION;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.Profile;
import io.framemill.protocol.Rational;
import io.framemill.protocol.VideoRendition;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Opens video encoders for chunks: one thread, capped CRF, key frames only where they are forced.
 */
final class VideoEncoders {
  /** x264's "no limit": key frames come from the picture type that we set. */
  private static final int ENDLESS_GOP = 1 << 30;

  private static final int BITS_PER_KILOBIT = 1000;

  /** Where the source does not say. Without it x264 takes the time base's ticks for pictures. */
  private static final Rational USUAL_FRAME_RATE = new Rational(30, 1);

  private VideoEncoders() {}

  /**
   * Opens the encoder of a rendition.
   *
   * @param color what the numbers of its pictures mean
   * @param timeBase seconds per tick of the pictures' times
   * @param frameRate pictures per second, about. All chunks must have the same here, since their
   *     headers must be equal to the byte: so it is asked of the stream, not of the chunk's
   *     pictures
   */
  static Encoder open(
      VideoRendition rendition, PictureColor color, Rational timeBase, Rational frameRate) {
    return switch (rendition.encode().codec()) {
      case H264 -> openX264(rendition, color, timeBase, frameRate);
    };
  }

  /** The source's frame rate as the container states it, or a usual one; the same in all chunks. */
  static Rational frameRate(AVStream source) {
    Rational stated = StreamFacts.statedFrameRate(source);
    return stated.numerator() == 0 ? USUAL_FRAME_RATE : stated;
  }

  private static Encoder openX264(
      VideoRendition rendition, PictureColor color, Rational timeBase, Rational frameRate) {
    Profile.VideoEncode encode = rendition.encode();
    try (NativeOptions options = new NativeOptions()) {
      options
          .set("preset", encode.preset())
          .set("crf", encode.crf())
          .set("forced-idr", 1)
          .set("sc_threshold", 0);
      if (encode.profile() != null) {
        options.set("profile", encode.profile());
      }
      return Encoder.open(
          "libx264",
          context -> {
            setPicture(context, rendition, timeBase, frameRate);
            setColours(context, color);
            setRate(context, encode);
          },
          options);
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
    context.rc_max_rate((long) encode.maxRateKbps() * BITS_PER_KILOBIT);
    context.rc_buffer_size(Math.multiplyExact(encode.bufferKbps(), BITS_PER_KILOBIT));
  }
}
