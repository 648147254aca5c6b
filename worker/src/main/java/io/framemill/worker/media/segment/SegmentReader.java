package io.framemill.worker.media.segment;

import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one rendition from its segments, as if they were one file: owns one input
 * {@code AVFormatContext} and its buffer. Not thread-safe.
 */
public final class SegmentReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path directory;
  private final SegmentFiles files;
  private final Source source;
  private final AVIOContext io;
  private final AVFormatContext context;

  /**
   * Opens a rendition.
   *
   * @param directory the rendition's, for messages
   * @param files not empty; closed with this reader
   * @throws OutputException if the files cannot be read
   */
  public SegmentReader(Path directory, SegmentFiles files) {
    this.directory = directory;
    this.files = files;
    this.source = new Source(files);
    Pointer buffer = FfmpegException.checkAllocated("av_malloc", av_malloc(BUFFER_BYTES));
    this.io =
        FfmpegException.checkAllocated(
            "avio_alloc_context",
            avio_alloc_context(new BytePointer(buffer), BUFFER_BYTES, 0, null, source, null, null));
    this.context =
        FfmpegException.checkAllocated("avformat_alloc_context", avformat_alloc_context());
    context.pb(io);
    // Without a parser, which would lose the duration of the last packet of VP9.
    context.flags(
        context.flags()
            | AVFormatContext.AVFMT_FLAG_CUSTOM_IO
            | AVFormatContext.AVFMT_FLAG_NOPARSE
            | AVFormatContext.AVFMT_FLAG_NOFILLIN);
    // Frees the context itself on failure, but not the buffer.
    int result =
        avformat_open_input(
            context, (String) null, av_find_input_format("mov"), (AVDictionary) null);
    if (result < 0) {
      closeInput();
      source.rethrow(directory);
      FfmpegException.check("Reading " + directory, result);
    }
  }

  /** The one stream, valid until {@link #close()}. */
  public AVStream stream() {
    return context.streams(0);
  }

  /**
   * Reads the next packet in place of what is in {@code packet}.
   *
   * @return false behind the last one
   */
  public boolean read(NativePacket packet) {
    packet.clear();
    int result = av_read_frame(context, packet.get());
    source.rethrow(directory);
    if (result == AVERROR_EOF) {
      return false;
    }
    FfmpegException.check("Reading " + directory, result);
    return true;
  }

  @Override
  public void close() {
    avformat_close_input(context);
    closeInput();
  }

  private void closeInput() {
    av_free(io.buffer());
    avio_context_free(io);
    source.close();
    try {
      files.close();
    } catch (IOException e) {
      throw new OutputException(directory, e);
    }
  }

  /**
   * Read callback of libavformat. Exceptions are stored, because an exception in a callback ends
   * the JVM.
   */
  private static final class Source extends Read_packet_Pointer_BytePointer_int {
    // FunctionPointer is serializable, which is not used here.
    private static final long serialVersionUID = 1;

    private final transient SegmentFiles files;
    private transient @Nullable Throwable failure;

    Source(SegmentFiles files) {
      this.files = files;
    }

    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      try {
        int count = files.read(buffer.capacity(size).asByteBuffer());
        return count < 0 ? AVERROR_EOF : count;
      } catch (Throwable e) {
        failure = e;
        return AvError.EIO;
      }
    }

    void rethrow(Path directory) {
      Throwable thrown = failure;
      if (thrown instanceof IOException e) {
        throw new OutputException(directory, e);
      }
      if (thrown != null) {
        throw new IllegalStateException("Reading " + directory, thrown);
      }
    }
  }
}
