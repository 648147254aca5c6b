package io.framemill.worker.media.assemble;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one MP4 file from encoded packets, with the index first (faststart): owns one output
 * {@code AVFormatContext} and its file. Not thread-safe.
 */
final class Mp4Writer implements AutoCloseable {
  private final AVFormatContext context = new AVFormatContext(null);
  private final Heartbeat heartbeat;

  /**
   * Creates the file.
   *
   * @param onTransfer called at each access to the file, also while the media data is moved to make
   *     room for the index, which takes long in a large file
   */
  Mp4Writer(Path file, Runnable onTransfer) {
    this.heartbeat = new Heartbeat(onTransfer);
    try (BytePointer format = new BytePointer("mp4");
        BytePointer url =
            new BytePointer("file:" + file.toAbsolutePath(), StandardCharsets.UTF_8)) {
      FfmpegException.check(
          "avformat_alloc_output_context2",
          avformat_alloc_output_context2(context, null, format, url));
      context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_BITEXACT);
      AVIOInterruptCB interrupt = context.interrupt_callback().callback(heartbeat);
      context.interrupt_callback(interrupt);
      AVIOContext io = new AVIOContext(null);
      int result = avio_open2(io, url, AVIO_FLAG_WRITE, interrupt, (AVDictionary) null);
      if (result < 0) {
        close();
        FfmpegException.check("Creating " + file, result);
      }
      context.pb(io);
    }
  }

  /**
   * Adds a track; all tracks must be added before the first packet.
   *
   * @param like stream of an MP4 file, whose parameters, time base and tag it keeps
   * @param language ISO 639-2 code, or null
   * @return the track's number
   */
  int addTrack(AVStream like, @Nullable String language) {
    AVStream track =
        FfmpegException.checkAllocated("avformat_new_stream", avformat_new_stream(context, null));
    FfmpegException.check(
        "avcodec_parameters_copy", avcodec_parameters_copy(track.codecpar(), like.codecpar()));
    if (track.codecpar().codec_id() == AV_CODEC_ID_VP9) {
      // Segments have it in a form that the demuxer does not export, and the header needs it.
      track.codecpar().format(AV_PIX_FMT_YUV420P);
    }
    track.time_base(like.time_base());
    if (language != null) {
      AVDictionary metadata = new AVDictionary(null);
      FfmpegException.check("av_dict_set", av_dict_set(metadata, "language", language, 0));
      track.metadata(metadata);
    }
    return track.index();
  }

  /**
   * Writes the header.
   *
   * @param videoTimescale ticks per second of the video track
   */
  void begin(int videoTimescale) {
    try (NativeOptions options = new NativeOptions()) {
      options.set("movflags", "+faststart").set("video_track_timescale", videoTimescale);
      FfmpegException.check("avformat_write_header", avformat_write_header(context, options.get()));
      options.requireAllTaken("The mp4 muxer");
    }
  }

  /** Writes the next packet, in DTS order over all tracks. */
  void write(AVPacket packet, int track) {
    packet.stream_index(track);
    packet.pos(-1);
    FfmpegException.check("av_write_frame", av_write_frame(context, packet));
  }

  /** Writes the index and closes the file. */
  void finish() {
    FfmpegException.check("av_write_trailer", av_write_trailer(context));
    FfmpegException.check("Writing the file", context.pb().error());
    AVIOContext io = context.pb();
    context.pb(null);
    FfmpegException.check("Closing the file", avio_closep(io));
  }

  @Override
  public void close() {
    if (context.pb() != null) {
      AVIOContext io = context.pb();
      context.pb(null);
      avio_closep(io);
    }
    avformat_free_context(context);
    heartbeat.close();
  }

  /** Interrupt callback of libavformat: reports progress and never interrupts. */
  private static final class Heartbeat extends AVIOInterruptCB.Callback_Pointer {
    // FunctionPointer is serializable, which is not used here.
    private static final long serialVersionUID = 1;

    private final transient Runnable onTransfer;

    Heartbeat(Runnable onTransfer) {
      this.onTransfer = onTransfer;
    }

    // An exception in a callback would end the JVM; the listener throws if the supervisor is gone.
    @Override
    public int call(Pointer opaque) {
      try {
        onTransfer.run();
        return 0;
      } catch (Throwable e) {
        return 1;
      }
    }
  }
}
