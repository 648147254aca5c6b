package io.framemill.worker.media.segment;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_AVOID_NEG_TS_DISABLED;
import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close_dyn_buf;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_open_dyn_buf;
import static org.bytedeco.ffmpeg.global.avutil.MKTAG;
import static org.bytedeco.ffmpeg.global.avutil.av_free;

import io.framemill.protocol.media.TrackClock;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeOptions;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one track as an init segment and CMAF-like fragments in memory: owns one output {@code
 * AVFormatContext} and its buffer. Not thread-safe.
 *
 * <p>The flags make a fragment depend on its packets only: {@code frag_discont} keeps its decode
 * time ({@code tfdt}) absolute, and without edit lists and with {@code bitexact} the init segments
 * of all chunks are identical. No {@code cmaf} flag: it implies negative composition offsets, which
 * libavformat's own demuxer reads with jumps. No {@code styp} before a fragment: players do not
 * need it, and the concatenation of init segment and fragments equals the output of one muxer.
 */
final class SegmentMuxer implements AutoCloseable {
  private static final String MOV_FLAGS =
      "+frag_custom+empty_moov+default_base_moof+frag_discont+skip_trailer";

  private final AVFormatContext context;
  private @Nullable AVIOContext buffer;

  private SegmentMuxer(AVFormatContext context) {
    this.context = context;
  }

  /**
   * Opens a track and creates its init segment.
   *
   * @param encoder source of the packets
   * @param init receives the init segment, which is not valid after the call
   */
  static SegmentMuxer open(Encoder encoder, TrackClock clock, Consumer<ByteBuffer> init) {
    AVFormatContext context = new AVFormatContext(null);
    FfmpegException.check(
        "avformat_alloc_output_context2",
        avformat_alloc_output_context2(context, null, "mp4", (String) null));
    SegmentMuxer muxer = new SegmentMuxer(context);
    try {
      muxer.writeHeader(encoder, clock);
      muxer.takeBuffer(init);
      return muxer;
    } catch (RuntimeException e) {
      muxer.close();
      throw e;
    }
  }

  private void writeHeader(Encoder encoder, TrackClock clock) {
    AVStream stream =
        FfmpegException.checkAllocated("avformat_new_stream", avformat_new_stream(context, null));
    FfmpegException.check(
        "avcodec_parameters_from_context",
        avcodec_parameters_from_context(stream.codecpar(), encoder.get()));
    OpusHeader.removePreSkip(stream.codecpar());
    if (stream.codecpar().codec_id() == AV_CODEC_ID_HEVC) {
      // The muxer's default is hev1, which Apple's players reject.
      stream.codecpar().codec_tag(MKTAG((byte) 'h', (byte) 'v', (byte) 'c', (byte) '1'));
    }
    stream.time_base().num(1).den(clock.timescale());
    context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
    context.avoid_negative_ts(AVFMT_AVOID_NEG_TS_DISABLED);
    openBuffer();
    try (NativeOptions options = new NativeOptions()) {
      options
          .set("movflags", MOV_FLAGS)
          .set("use_editlist", 0)
          .set("write_tmcd", 0)
          .set("video_track_timescale", clock.timescale());
      FfmpegException.check("avformat_write_header", avformat_write_header(context, options.get()));
      options.requireAllTaken("The mp4 muxer");
    }
  }

  /** Adds a packet, whose times are in track ticks, to the fragment. */
  void write(AVPacket packet) {
    packet.stream_index(0);
    FfmpegException.check("av_write_frame", av_write_frame(context, packet));
  }

  /**
   * Ends the fragment.
   *
   * @param fragment receives it, {@code moof} and {@code mdat}; not valid after the call
   */
  void endFragment(Consumer<ByteBuffer> fragment) {
    FfmpegException.check("av_write_frame", av_write_frame(context, null));
    takeBuffer(fragment);
  }

  private void openBuffer() {
    AVIOContext next = new AVIOContext(null);
    FfmpegException.check("avio_open_dyn_buf", avio_open_dyn_buf(next));
    context.pb(next);
    buffer = next;
  }

  private void takeBuffer(Consumer<ByteBuffer> reader) {
    avio_flush(context.pb());
    BytePointer content = closeBuffer();
    openBuffer();
    try {
      reader.accept(content.asByteBuffer());
    } finally {
      av_free(content);
    }
  }

  private BytePointer closeBuffer() {
    BytePointer content = new BytePointer();
    int size = avio_close_dyn_buf(buffer, content);
    buffer = null;
    context.pb(null);
    return content.capacity(size);
  }

  @Override
  public void close() {
    if (buffer != null) {
      av_free(closeBuffer());
    }
    avformat_free_context(context);
  }
}
