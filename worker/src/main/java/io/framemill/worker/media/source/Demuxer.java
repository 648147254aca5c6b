package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_seek_file;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framemill.protocol.SeekPoint;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** Reads packets from a source: owns one input {@code AVFormatContext}. Not thread-safe. */
public final class Demuxer implements AutoCloseable {
  private static final Set<String> FORMATS_TO_SEEK_BY_BYTES = Set.of("mpegts", "mpeg");

  /** So many places in a row that cannot be read are the end of what there is. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  private final AVFormatContext context;
  private final String sourceName;
  private long readErrors;
  private boolean lastIsCorrupt;
  private @Nullable TimeRepair repair;

  /**
   * Takes over an input that is open.
   *
   * @param context closed by {@link #close()}
   * @param sourceName for messages
   */
  public Demuxer(AVFormatContext context, String sourceName) {
    this.context = context;
    this.sourceName = sourceName;
  }

  /**
   * Opens a local file and looks at its streams.
   *
   * @throws BadSourceException if it is not media in a format that we accept
   */
  public static Demuxer open(Path source) {
    return open(source, SourceLimits.MAX_STREAMS);
  }

  /**
   * The same with fewer streams.
   *
   * @param maxStreams what the demuxer stops at, or fails
   */
  public static Demuxer open(Path source, int maxStreams) {
    Demuxer demuxer = new Demuxer(InputFile.open(source, maxStreams), InputFile.nameOf(source));
    try {
      int result = demuxer.findStreamInfo();
      if (result < 0) {
        throw InputFile.unreadable(source, result, demuxer.diskError());
      }
      if (demuxer.seeksByBytes()) {
        demuxer.repair = new TimeRepair();
      }
      return demuxer;
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  /** Looks at the streams with decoders that are held to what {@link Decoder} is held to. */
  private int findStreamInfo() {
    int count = streamCount();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, count))) {
      for (int i = 0; i < count; i++) {
        AVDictionary ofStream = new AVDictionary(null);
        av_dict_set(ofStream, "max_pixels", Long.toString(SourceLimits.MAX_PICTURE_PIXELS), 0);
        options.put(i, ofStream);
      }
      int result = avformat_find_stream_info(context, count == 0 ? null : options);
      for (int i = 0; i < count; i++) {
        av_dict_free(new AVDictionary(options.get(i)));
      }
      return result;
    }
  }

  /** The source's file name, for messages. */
  public String sourceName() {
    return sourceName;
  }

  /** The context, valid until {@link #close()}. */
  public AVFormatContext get() {
    return context;
  }

  /** libavformat's name of the container. */
  public String formatName() {
    return context.iformat().name().getString();
  }

  /**
   * Whether the times of packets are libavformat's own: raw streams have none, and what it makes up
   * goes wrong where pictures are reordered.
   */
  public boolean makesUpTimes() {
    return (context.iformat().flags() & AVFMT_NOTIMESTAMPS) != 0;
  }

  /** How many streams there are; a source without a header may show more while it is read. */
  public int streamCount() {
    return context.nb_streams();
  }

  /**
   * A stream, valid until {@link #close()}.
   *
   * @throws BadSourceException if the source has no such stream: it is not the file that was
   *     inspected
   */
  public AVStream stream(int index) {
    if (index < 0 || index >= streamCount()) {
      throw new BadSourceException(sourceName + " has no stream " + index + ": has it changed?");
    }
    return context.streams(index);
  }

  /**
   * Whether to seek by byte position: by time, libavformat lands late in these. They are also those
   * that are put together byte by byte, with times that jump.
   */
  public boolean seeksByBytes() {
    return FORMATS_TO_SEEK_BY_BYTES.contains(formatName());
  }

  private boolean isSteady(int index) {
    int type = stream(index).codecpar().codec_type();
    return type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO;
  }

  /** Makes {@link #read} skip all other streams, if it does not need them for the times. */
  void keepOnly(int index) {
    keepOnly(Set.of(index));
  }

  /** Makes {@link #read} skip all other streams, if it does not need them for the times. */
  public void keepOnly(Set<Integer> indexes) {
    for (int i = 0; i < streamCount(); i++) {
      if (!indexes.contains(i) && repair == null) {
        context.streams(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /**
   * Reads the next packet in place of what is in {@code packet}. What is damaged is passed over, so
   * that whoever reads a stream sees the same packets of it.
   *
   * @return false at the end of the source, or of what can be read of it
   * @throws FfmpegException if the file cannot be read, which is not the file's fault
   */
  public boolean read(NativePacket packet) {
    packet.clear();
    for (int errors = 0; errors <= MAX_ERRORS_IN_A_ROW; ) {
      int result = av_read_frame(context, packet.get());
      if (result >= 0) {
        lastIsCorrupt = (packet.get().flags() & AV_PKT_FLAG_CORRUPT) != 0;
        if (repair != null) {
          repair.correct(packet.get(), isSteady(packet.get().stream_index()));
        }
        return true;
      }
      if (result == AVERROR_EOF) {
        countCut();
        return false;
      }
      if (result != AvError.EAGAIN) {
        requireReadable(result);
        errors++;
        readErrors++;
      }
    }
    return false;
  }

  // A file that ends within a packet was cut short.
  private void countCut() {
    if (lastIsCorrupt) {
      lastIsCorrupt = false;
      readErrors++;
    }
  }

  // Demuxers say EIO and ENOMEM of nonsense in the file, too; the disk's own errors stay in pb.
  private void requireReadable(int result) {
    if (diskError() < 0) {
      FfmpegException.check("Reading " + sourceName, diskError());
      FfmpegException.check("Reading " + sourceName, result);
    }
  }

  private int diskError() {
    return context.pb() == null ? 0 : context.pb().error();
  }

  /** Places passed over so far because they could not be read. */
  public long readErrors() {
    return readErrors;
  }

  /**
   * Goes to the last key frame at or before a time.
   *
   * @param pts in ticks of the stream
   * @return false if the demuxer cannot
   */
  public boolean seekToTime(int streamIndex, long pts) {
    return avformat_seek_file(context, streamIndex, Long.MIN_VALUE, pts, pts, 0) >= 0;
  }

  /**
   * Goes to a place in the file.
   *
   * @param point where a packet of the stream begins, and its time
   * @return false if the demuxer cannot
   */
  public boolean seekToByte(int streamIndex, SeekPoint point) {
    if (repair != null) {
      repair.startAt(streamIndex, point.pts());
    }
    return av_seek_frame(context, -1, point.bytePosition(), AVSEEK_FLAG_BYTE) >= 0;
  }

  /**
   * Whether the times of what was read since {@link #seekToByte} are right: the packet that was
   * sought stated its time.
   */
  public boolean isPlaceTimed() {
    return repair == null || repair.isAnchored();
  }

  @Override
  public void close() {
    InputFile.close(context);
  }
}
