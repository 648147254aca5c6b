package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.avformat_seek_file;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Reads packets from a source: owns one input {@code AVFormatContext}. Not thread-safe. */
public final class Demuxer implements AutoCloseable {
  private static final Set<String> FORMATS_TO_SEEK_BY_BYTES = Set.of("mpegts", "mpeg");

  private final AVFormatContext context;
  private final String sourceName;
  private final PacketReader reader;
  private final JoinedPackets packets;

  /**
   * Wraps an open input whose streams are known.
   *
   * @param context closed by {@link #close()}
   * @param sourceName for messages
   */
  public Demuxer(AVFormatContext context, String sourceName) {
    this.context = context;
    this.sourceName = sourceName;
    this.reader = new PacketReader(context, sourceName);
    this.packets = new JoinedPackets(context, reader, null, false);
  }

  private Demuxer(Path source, AVFormatContext context, PacketReader reader, boolean isWhole) {
    this.context = context;
    this.sourceName = InputFile.nameOf(source);
    this.reader = reader;
    this.packets = new JoinedPackets(context, reader, isWhole ? source : null, seeksByBytes());
  }

  /**
   * Opens a local file and probes its streams.
   *
   * @throws BadSourceException if it is not media in an accepted format
   */
  public static Demuxer open(Path source) {
    return open(source, SourceLimits.MAX_STREAMS);
  }

  /**
   * Opens a local file with a limit on streams.
   *
   * @param maxStreams number of streams at which the demuxer stops or fails
   */
  public static Demuxer open(Path source, int maxStreams) {
    List<Long> bounds = OggChain.boundsIn(source);
    if (bounds.isEmpty()) {
      return open(source, InputFile.open(source, maxStreams), true);
    }
    Demuxer demuxer = openPart(source, bounds.get(0), bounds.get(1), maxStreams);
    demuxer.reader.addLinks(new OggChain(source, bounds, maxStreams, demuxer.context));
    return demuxer;
  }

  /** Opens a part of a file, as {@link InputFile#openPart}. */
  static Demuxer openPart(Path source, long from, long to, int maxStreams) {
    return open(source, InputFile.openPart(source, from, to, maxStreams), false);
  }

  private static Demuxer open(Path source, AVFormatContext context, boolean isWhole) {
    PacketReader reader = new PacketReader(context, InputFile.nameOf(source));
    try {
      int result = InputFile.findStreams(context);
      if (result < 0) {
        throw InputFile.unreadable(source, result, reader.diskError());
      }
      return new Demuxer(source, context, reader, isWhole);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
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
   * Whether libavformat generates the times of packets: raw streams have none, and generated ones
   * are wrong for reordered pictures.
   */
  public boolean makesUpTimes() {
    return (context.iformat().flags() & AVFMT_NOTIMESTAMPS) != 0;
  }

  /** Number of streams; may grow while a source without a header is read. */
  public int streamCount() {
    return context.nb_streams();
  }

  /**
   * A stream, valid until {@link #close()}. For a stream that starts late, the source is read up to
   * its first packet, which {@link #read} then returns first. Earlier packets of other streams are
   * skipped.
   *
   * @throws BadSourceException if the source has no stream of that index: it is not the inspected
   *     file
   */
  public AVStream stream(int index) {
    if (index >= streamCount()) {
      readUpTo(index);
    }
    if (index < 0 || index >= streamCount()) {
      throw new BadSourceException(sourceName + " has no stream " + index + ": has it changed?");
    }
    return context.streams(index);
  }

  private void readUpTo(int index) {
    NativePacket packet = NativePacket.allocate();
    while (read(packet)) {
      if (packet.get().stream_index() == index) {
        packets.giveAgain(packet, packetStream());
        return;
      }
    }
    packet.close();
  }

  /**
   * libavformat's stream of the last packet. If another stream continues the requested one, that
   * other stream, whose codec may differ.
   *
   * @throws IllegalStateException before the first packet
   */
  public AVStream packetStream() {
    AVStream stream = packets.packetStream();
    if (stream == null) {
      throw new IllegalStateException("no packet is read");
    }
    return stream;
  }

  /**
   * Number, from 0, of the link of a chained file with the last packet; each link starts a new
   * stream.
   */
  int link() {
    return reader.link();
  }

  /** Streams that exist only in later links of a chained file, as far as it was read. */
  public List<MediaInfo.LeftOut> leftOut() {
    return reader.leftOut();
  }

  /** Whether a stream continues another one, to which its packets are attributed. */
  public boolean isContinuation(int index) {
    return packets.isContinuation(index);
  }

  /**
   * Whether to seek by byte position, because libavformat's seek by time lands late in this format
   * (MPEG-TS and PS). Files of these formats may also be concatenated byte by byte, with jumps in
   * time.
   */
  public boolean seeksByBytes() {
    return FORMATS_TO_SEEK_BY_BYTES.contains(formatName());
  }

  /** Makes {@link #read} skip all other streams, unless it needs them for the times. */
  void keepOnly(int index) {
    keepOnly(Set.of(index));
  }

  /** Makes {@link #read} skip all other streams, unless it needs them for the times. */
  public void keepOnly(Set<Integer> indexes) {
    if (packets.repairsTimes() || reader.isChained()) {
      return;
    }
    for (int i = 0; i < streamCount(); i++) {
      if (!indexes.contains(i)) {
        context.streams(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /**
   * Reads the next packet into {@code packet}. Damaged places are skipped, equally for every
   * reader.
   *
   * @return false at the end of the source, or of what can be read of it
   * @throws FfmpegException if the file cannot be read, because of the disk or network
   */
  public boolean read(NativePacket packet) {
    packet.clear();
    return packets.read(packet);
  }

  /** Reads the next packet without corrections of times and streams. */
  boolean readUncorrected(NativePacket packet) {
    return reader.read(packet);
  }

  /** Number of unreadable places skipped so far. */
  public long readErrors() {
    return reader.readErrors();
  }

  /**
   * Seeks to the last key frame at or before a time.
   *
   * @param pts in ticks of the stream
   * @return false if the demuxer cannot
   */
  public boolean seekToTime(int streamIndex, long pts) {
    packets.forgetPackets();
    return !reader.isChained()
        && avformat_seek_file(context, streamIndex, Long.MIN_VALUE, pts, pts, 0) >= 0;
  }

  /**
   * Seeks to a key frame by its byte position.
   *
   * @param point position of the key frame, and its time
   * @return false if the demuxer does not find it
   */
  public boolean seekToByte(int streamIndex, SeekPoint point) {
    packets.forgetPackets();
    return new ByteSeek(context, reader, packets).seek(streamIndex, point);
  }

  /**
   * Whether the times since {@link #seekToByte} are correct: the packet at the seek point had a
   * time of its own.
   */
  public boolean isPlaceTimed() {
    return packets.isAnchored();
  }

  @Override
  public void close() {
    packets.close();
    reader.close();
  }
}
