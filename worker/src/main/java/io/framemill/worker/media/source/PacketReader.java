package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets with libavformat's times and streams. Skips unreadable places and counts them.
 * After the first link of a chained Ogg file it reads the later ones. Not thread-safe.
 */
final class PacketReader implements AutoCloseable {
  /** More consecutive unreadable places count as the end of the file. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  private final AVFormatContext context;
  private final String sourceName;
  private @Nullable OggChain chain;
  private long readErrors;
  private boolean lastIsCorrupt;

  /**
   * @param context closed by {@link #close()}
   * @param sourceName for messages
   */
  PacketReader(AVFormatContext context, String sourceName) {
    this.context = context;
    this.sourceName = sourceName;
  }

  /** Adds the later links of a chained file, of which the context is the first one. */
  void addLinks(OggChain links) {
    chain = links;
  }

  boolean isChained() {
    return chain != null;
  }

  /**
   * Reads the next packet into an empty one.
   *
   * @return false at the end of the source, or of what can be read of it
   * @throws FfmpegException if the file cannot be read, because of the disk or network
   */
  boolean read(NativePacket packet) {
    if (chain != null && chain.stream() != null) {
      return chain.read(packet);
    }
    for (int errors = 0; errors <= MAX_ERRORS_IN_A_ROW; ) {
      int result = av_read_frame(context, packet.get());
      if (result >= 0) {
        lastIsCorrupt = (packet.get().flags() & AV_PKT_FLAG_CORRUPT) != 0;
        if (chain != null) {
          chain.add(packet.get());
        }
        return true;
      }
      if (result == AVERROR_EOF) {
        countCut();
        return chain != null && chain.read(packet);
      }
      if (result != AvError.EAGAIN) {
        requireReadable(result);
        errors++;
        readErrors++;
      }
    }
    return false;
  }

  // A file that ends within a packet was truncated.
  private void countCut() {
    if (lastIsCorrupt) {
      lastIsCorrupt = false;
      readErrors++;
    }
  }

  // Demuxers also return EIO and ENOMEM for invalid data; errors of the disk are in pb.
  private void requireReadable(int result) {
    if (diskError() < 0) {
      FfmpegException.check("Reading " + sourceName, diskError());
      FfmpegException.check("Reading " + sourceName, result);
    }
  }

  /** Error code of the operating system when the file was read; 0 for none. */
  int diskError() {
    return context.pb() == null ? 0 : context.pb().error();
  }

  /** Number of unreadable places skipped so far. */
  long readErrors() {
    return readErrors + (chain == null ? 0 : chain.readErrors());
  }

  /** Number, from 0, of the link of a chained file with the last packet. */
  int link() {
    return chain == null ? 0 : chain.link();
  }

  /** The stream of the last packet in its own link; null in the first link. */
  @Nullable AVStream linkStream() {
    return chain == null ? null : chain.stream();
  }

  /** Streams of later links that the first one does not have, as far as links were read. */
  List<MediaInfo.LeftOut> leftOut() {
    return chain == null ? List.of() : chain.leftOut();
  }

  @Override
  public void close() {
    if (chain != null) {
      chain.close();
    }
    InputFile.close(context);
  }
}
