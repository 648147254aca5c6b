package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_seek_file;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.SeekPoint;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/** Reads packets from a source: owns one input {@code AVFormatContext}. Not thread-safe. */
public final class Demuxer implements AutoCloseable {
  private static final Set<String> FORMATS_TO_SEEK_BY_BYTES = Set.of("mpegts", "mpeg");

  /** Where to begin to look for a place in the file; all that is passed on the way is read. */
  private static final long[] SEEK_BEFORE_BYTES = {0, 1 << 20, 1 << 23};

  /**
   * A picture comes out when its last byte is read: behind packets of other streams that begin
   * later.
   */
  private static final long MAX_PACKET_BYTES = 1 << 23;

  /** More places in a row that cannot be read are the end of what there is. */
  private static final int MAX_ERRORS_IN_A_ROW = 100;

  private final AVFormatContext context;
  private final String sourceName;
  private long readErrors;
  private boolean lastIsCorrupt;
  private final StreamJoins joins;
  private final Deque<Ready> ready = new ArrayDeque<>();
  private @Nullable OggChain chain;
  private @Nullable AVStream packetStream;
  private @Nullable TimeRepair repair;

  /**
   * A packet that is to be given next.
   *
   * @param stream where libavformat has it from
   */
  private record Ready(NativePacket packet, AVStream stream) {}

  /**
   * Takes over an input that is open.
   *
   * @param context closed by {@link #close()}
   * @param sourceName for messages
   */
  public Demuxer(AVFormatContext context, String sourceName) {
    this(context, sourceName, null);
  }

  private Demuxer(AVFormatContext context, String sourceName, @Nullable Path source) {
    this.context = context;
    this.sourceName = sourceName;
    this.joins = new StreamJoins(context, source);
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
      return open(source, InputFile.open(source, maxStreams), source);
    }
    Demuxer demuxer = openPart(source, bounds.get(0), bounds.get(1), maxStreams);
    demuxer.chain = new OggChain(source, bounds, maxStreams, demuxer.context);
    return demuxer;
  }

  /** Opens a part of a file, as {@link InputFile#openPart}. */
  static Demuxer openPart(Path source, long from, long to, int maxStreams) {
    return open(source, InputFile.openPart(source, from, to, maxStreams), null);
  }

  private static Demuxer open(Path source, AVFormatContext context, @Nullable Path whole) {
    Demuxer demuxer = new Demuxer(context, InputFile.nameOf(source), whole);
    try {
      int result = InputFile.findStreams(context);
      if (result < 0) {
        throw InputFile.unreadable(source, result, demuxer.diskError());
      }
      demuxer.joins.notePrograms();
      if (demuxer.seeksByBytes()) {
        demuxer.repair = new TimeRepair();
      }
      return demuxer;
    } catch (RuntimeException e) {
      demuxer.close();
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
        ready.addFirst(new Ready(packet, packetStream()));
        return;
      }
    }
    packet.close();
  }

  /**
   * The stream that the last packet is from, as libavformat has it: where the packets of one stream
   * go on with those of another, whose codec may differ, that other one.
   *
   * @throws IllegalStateException before the first packet
   */
  public AVStream packetStream() {
    if (packetStream == null) {
      throw new IllegalStateException("no packet is read");
    }
    return packetStream;
  }

  /**
   * Number, from 0, of the link of a chained file that the last packet is from; each starts anew.
   */
  int link() {
    return chain == null ? 0 : chain.link();
  }

  /** Streams that are read by no index: later links of a chained file have them, the first has not. */
  public List<MediaInfo.LeftOut> leftOut() {
    return chain == null ? List.of() : chain.leftOut();
  }

  /** Whether a stream continues another one, whose packets it seems to have. */
  public boolean isContinuation(int index) {
    return joins.isContinuation(index);
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
      if (!indexes.contains(i) && repair == null && chain == null) {
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
    if (!ready.isEmpty()) {
      take(packet);
      return true;
    }
    if (!readCurrent(packet)) {
      return false;
    }
    if (chain != null) {
      AVStream ofLink = chain.stream();
      packetStream = ofLink == null ? context.streams(packet.get().stream_index()) : ofLink;
      return true;
    }
    readJoined(packet);
    return true;
  }

  private boolean readCurrent(NativePacket packet) {
    while (readUncorrected(packet)) {
      if (!joins.isSuperseded(packet.get())) {
        return true;
      }
      packet.clear();
    }
    return false;
  }

  private void readJoined(NativePacket packet) {
    AVStream stream = context.streams(packet.get().stream_index());
    for (NativePacket last : joins.takeIn(packet.get())) {
      addReady(last, context.streams(last.get().stream_index()));
    }
    if (ready.isEmpty()) {
      packetStream = stream;
      correct(packet, stream);
    } else {
      NativePacket moved = NativePacket.allocate();
      av_packet_move_ref(moved.get(), packet.get());
      addReady(moved, stream);
      take(packet);
    }
  }

  private void addReady(NativePacket packet, AVStream stream) {
    correct(packet, stream);
    ready.add(new Ready(packet, stream));
  }

  private void take(NativePacket packet) {
    Ready next = ready.remove();
    av_packet_move_ref(packet.get(), next.packet().get());
    packetStream = next.stream();
    next.packet().close();
  }

  private void correct(NativePacket packet, AVStream stream) {
    packet.get().stream_index(joins.firstOf(stream.index()));
    if (repair != null) {
      repair.correct(packet.get(), isSteady(packet.get().stream_index()));
    }
  }

  private void forgetReady() {
    ready.forEach(next -> next.packet().close());
    ready.clear();
    joins.forgetPackets();
  }

  /** The same, with the times and the streams that libavformat tells. */
  boolean readUncorrected(NativePacket packet) {
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
    return readErrors + (chain == null ? 0 : chain.readErrors());
  }

  /**
   * Goes to the last key frame at or before a time.
   *
   * @param pts in ticks of the stream
   * @return false if the demuxer cannot
   */
  public boolean seekToTime(int streamIndex, long pts) {
    forgetReady();
    return chain == null
        && avformat_seek_file(context, streamIndex, Long.MIN_VALUE, pts, pts, 0) >= 0;
  }

  /**
   * Goes to a key frame by its place in the file. Reading may begin before that: which stream a
   * packet belongs to may have been said last some time before (in MPEG-TS, where PIDs may change).
   *
   * @param point where the key frame begins, and its time
   * @return false if the demuxer does not find it
   */
  public boolean seekToByte(int streamIndex, SeekPoint point) {
    forgetReady();
    for (long before : SEEK_BEFORE_BYTES) {
      joins.forgetStreams();
      long from = Math.max(0, point.bytePosition() - before);
      if (av_seek_frame(context, -1, from, AVSEEK_FLAG_BYTE) >= 0 && holds(streamIndex, point)) {
        return true;
      }
    }
    joins.forgetStreams();
    return false;
  }

  private boolean holds(int streamIndex, SeekPoint point) {
    NativePacket packet = NativePacket.allocate();
    while (readUncorrected(packet)) {
      int stream = packet.get().stream_index();
      joins.passOver(stream);
      boolean isSought = joins.firstOf(stream) == streamIndex;
      long passed = packet.get().pos() - point.bytePosition();
      if (passed > (isSought ? 0 : MAX_PACKET_BYTES)) {
        break;
      }
      if (isSought && passed == 0 && packet.isKeyFrame()) {
        if (repair != null) {
          repair.startAt(streamIndex, point.pts());
        }
        joins.takeIn(packet.get());
        addReady(packet, context.streams(stream));
        return true;
      }
      packet.clear();
    }
    packet.close();
    return false;
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
    forgetReady();
    if (chain != null) {
      chain.close();
    }
    InputFile.close(context);
  }
}
