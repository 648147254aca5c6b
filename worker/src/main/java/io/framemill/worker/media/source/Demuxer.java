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
   * Takes over an input that is open, and whose streams are known.
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
   * A stream, valid until {@link #close()}. One that begins late is waited for: the source is read
   * up to its first packet, which {@link #read} then gives first. What other streams have before is
   * passed over.
   *
   * @throws BadSourceException if the source has no such stream: it is not the file that was
   *     inspected
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
   * The stream that the last packet is from, as libavformat has it: where another stream continues
   * the one that was asked for, that other one, whose codec may differ.
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
   * Number, from 0, of the link of a chained file that the last packet is from; each starts anew.
   */
  int link() {
    return reader.link();
  }

  /** Streams that only later links of a chained file have, as far as it was read. */
  public List<MediaInfo.LeftOut> leftOut() {
    return reader.leftOut();
  }

  /** Whether a stream continues another one, whose packets it seems to have. */
  public boolean isContinuation(int index) {
    return packets.isContinuation(index);
  }

  /**
   * Whether to seek by byte position: by time, libavformat lands late in these. They are also those
   * that are put together byte by byte, with times that jump.
   */
  public boolean seeksByBytes() {
    return FORMATS_TO_SEEK_BY_BYTES.contains(formatName());
  }

  /** Makes {@link #read} skip all other streams, if it does not need them for the times. */
  void keepOnly(int index) {
    keepOnly(Set.of(index));
  }

  /** Makes {@link #read} skip all other streams, if it does not need them for the times. */
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
   * Reads the next packet in place of what is in {@code packet}. What is damaged is passed over, so
   * that whoever reads a stream sees the same packets of it.
   *
   * @return false at the end of the source, or of what can be read of it
   * @throws FfmpegException if the file cannot be read, which is not the file's fault
   */
  public boolean read(NativePacket packet) {
    packet.clear();
    return packets.read(packet);
  }

  /** The same, with the times and the streams that libavformat tells. */
  boolean readUncorrected(NativePacket packet) {
    return reader.read(packet);
  }

  /** Places passed over so far because they could not be read. */
  public long readErrors() {
    return reader.readErrors();
  }

  /**
   * Goes to the last key frame at or before a time.
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
   * Goes to a key frame by its place in the file.
   *
   * @param point where the key frame begins, and its time
   * @return false if the demuxer does not find it
   */
  public boolean seekToByte(int streamIndex, SeekPoint point) {
    packets.forgetPackets();
    return new ByteSeek(context, reader, packets).seek(streamIndex, point);
  }

  /**
   * Whether the times of what was read since {@link #seekToByte} are right: the packet that was
   * sought stated its time.
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
