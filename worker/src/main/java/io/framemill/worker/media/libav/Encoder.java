package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Encodes one stream in one thread: owns one {@code AVCodecContext}. Not thread-safe. */
public final class Encoder implements AutoCloseable {
  private final AVCodecContext context;

  private Encoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * Opens an encoder.
   *
   * @param name libavcodec's name, such as {@code libx264}
   * @param setUp sets the context's fields
   * @param options further options by name; each must be known to the encoder
   * @throws MissingEncoderException if there is no such encoder
   */
  public static Encoder open(String name, Consumer<AVCodecContext> setUp, NativeOptions options) {
    AVCodec codec = avcodec_find_encoder_by_name(name);
    if (codec == null) {
      throw new MissingEncoderException(name);
    }
    Encoder encoder =
        new Encoder(
            FfmpegException.checkAllocated(
                "avcodec_alloc_context3", avcodec_alloc_context3(codec)));
    try {
      AVCodecContext context = encoder.context;
      context.thread_count(1);
      context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
      setUp.accept(context);
      FfmpegException.check(
          "Opening the encoder " + name, avcodec_open2(context, codec, options.get()));
      options.requireAllTaken(name);
      return encoder;
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** The context, valid until {@link #close()}. */
  public AVCodecContext get() {
    return context;
  }

  /**
   * Sends a frame to the encoder; {@link #receive} must have returned false since the last time.
   *
   * @param frame null for the end of the stream
   */
  public void send(@Nullable NativeFrame frame) {
    AVFrame nativeFrame = frame == null ? null : frame.get();
    FfmpegException.check("avcodec_send_frame", avcodec_send_frame(context, nativeFrame));
  }

  /**
   * Receives the next packet into {@code packet}.
   *
   * @return false if there is none without more input; or none at all after the end was sent
   */
  public boolean receive(NativePacket packet) {
    int result = avcodec_receive_packet(context, packet.get());
    if (result == AvError.EAGAIN || result == AVERROR_EOF) {
      return false;
    }
    FfmpegException.check("avcodec_receive_packet", result);
    return true;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
  }
}
