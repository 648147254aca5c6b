package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONREF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.track.StreamProperties;
import java.util.function.LongConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one stream in one thread: owns one {@code AVCodecContext}. Damaged packets are counted
 * and skipped. Not thread-safe.
 */
public final class Decoder implements AutoCloseable {
  /** A decoder that returns only errors while it is drained is at its end, too. */
  private static final int MAX_ERRORS_WHILE_DRAINING = 100;

  private final AVCodecContext context;
  private LongConsumer errorListener = time -> {};
  private long errors;
  private long lastSentPts = AV_NOPTS_VALUE;
  private int errorsWhileDraining;
  private boolean draining;

  private Decoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * Opens the decoder of a stream.
   *
   * @throws BadSourceException if there is none for its codec
   * @throws FfmpegException if it does not open
   */
  public static Decoder open(AVStream stream) {
    return new Decoder(openContext(stream, find(stream)));
  }

  /**
   * Opens the decoder of a stream whose packets have the time base of another one.
   *
   * @param times the other stream
   */
  static Decoder open(AVStream stream, AVStream times) {
    Decoder decoder = open(stream);
    decoder.context.pkt_timebase(times.time_base());
    return decoder;
  }

  /**
   * Opens a stream's decoder in one thread; the caller frees the context.
   *
   * @throws FfmpegException if it does not open
   */
  public static AVCodecContext openContext(AVStream stream, AVCodec codec) {
    AVCodecContext context =
        FfmpegException.checkAllocated("avcodec_alloc_context3", avcodec_alloc_context3(codec));
    try {
      FfmpegException.check(
          "avcodec_parameters_to_context",
          avcodec_parameters_to_context(context, stream.codecpar()));
      context.pkt_timebase(stream.time_base());
      context.thread_count(1);
      context.max_pixels(SourceLimits.MAX_PICTURE_PIXELS);
      FfmpegException.check(
          "Opening the decoder " + codec.name().getString(),
          avcodec_open2(context, codec, (AVDictionary) null));
      return context;
    } catch (RuntimeException e) {
      avcodec_free_context(context);
      throw e;
    }
  }

  private static AVCodec find(AVStream stream) {
    AVCodec codec = findIfAny(stream);
    if (codec == null) {
      throw new BadSourceException("There is no decoder for " + StreamProperties.codecName(stream));
    }
    return codec;
  }

  private static @Nullable AVCodec findIfAny(AVStream stream) {
    int codecId = stream.codecpar().codec_id();
    String special = specialDecoder(stream, codecId);
    return special == null ? avcodec_find_decoder(codecId) : avcodec_find_decoder_by_name(special);
  }

  /** Whether there is a decoder for a stream's codec. */
  public static boolean exists(AVStream stream) {
    return findIfAny(stream) != null;
  }

  /** Whether this decoder fits the stream's current codec, which may change. */
  boolean fits(AVStream stream) {
    return StreamProperties.isSameCodec(context.codec_id(), stream.codecpar().codec_id());
  }

  /** Name of the decoder if the build's default is unsuitable; null if it is suitable. */
  private static @Nullable String specialDecoder(AVStream stream, int codecId) {
    // The default for AV1 requires a GPU; those for VP8 and VP9 do not support alpha.
    if (codecId == AV_CODEC_ID_AV1) {
      return "libaom-av1";
    }
    boolean alpha = "1".equals(StreamProperties.tag(stream, "alpha_mode"));
    if (alpha && codecId == AV_CODEC_ID_VP8) {
      return "libvpx";
    }
    return alpha && codecId == AV_CODEC_ID_VP9 ? "libvpx-vp9" : null;
  }

  /** Number of packets so far that could not be decoded, in full or in part. */
  public long errors() {
    return errors;
  }

  /**
   * Adds a listener for errors, which receives the time of the packet, {@code AV_NOPTS_VALUE} if it
   * has none.
   */
  void onError(LongConsumer listener) {
    errorListener = listener;
  }

  /** Whether {@link #skipUnreferenced} has any effect. */
  boolean canSkipUnreferenced() {
    return context.codec_id() == AV_CODEC_ID_H264;
  }

  /**
   * Sets whether to skip non-reference pictures from now on. Only H.264 marks them reliably
   * (ISO/IEC 14496-10, nal_ref_idc); for other codecs all pictures are decoded.
   */
  void skipUnreferenced(boolean skip) {
    if (canSkipUnreferenced()) {
      context.skip_frame(skip ? AVDISCARD_NONREF : AVDISCARD_DEFAULT);
    }
  }

  /**
   * Sends a packet to the decoder; {@link #receive} must have returned false since the last time.
   *
   * @param packet null for the end of the stream
   */
  public void send(@Nullable NativePacket packet) {
    draining = packet == null;
    AVPacket nativePacket = packet == null ? null : packet.get();
    if (packet != null) {
      lastSentPts = packet.ptsOrDts();
    }
    int result = avcodec_send_packet(context, nativePacket);
    if (result < 0 && result != AVERROR_EOF) {
      countError("avcodec_send_packet", result);
    }
  }

  /**
   * Receives the next frame into {@code frame}.
   *
   * @return false if there is none without more input; or none at all after the end was sent
   */
  public boolean receive(NativeFrame frame) {
    while (true) {
      int result = avcodec_receive_frame(context, frame.get());
      if (result >= 0) {
        return true;
      }
      if (result == AvError.EAGAIN || result == AVERROR_EOF) {
        return false;
      }
      countError("avcodec_receive_frame", result);
      if (!draining || ++errorsWhileDraining > MAX_ERRORS_WHILE_DRAINING) {
        return false;
      }
    }
  }

  private void countError(String call, int result) {
    if (result == AvError.ENOMEM) {
      FfmpegException.check(call, result);
    }
    errors++;
    errorListener.accept(lastSentPts);
  }

  @Override
  public void close() {
    avcodec_free_context(context);
  }
}
