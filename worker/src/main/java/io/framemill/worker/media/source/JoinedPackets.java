package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the packets of a {@link PacketReader} as if nobody had joined recordings: those of a stream
 * that continues another one have the index of that one ({@link StreamJoins}), and times do not
 * jump ({@link TimeRepair}). Not thread-safe.
 */
final class JoinedPackets implements AutoCloseable {
  private final AVFormatContext context;
  private final PacketReader reader;
  private final StreamJoins joins;
  private final @Nullable TimeRepair repair;
  private final Deque<PendingPacket> pending = new ArrayDeque<>();
  private @Nullable AVStream packetStream;

  /**
   * A packet that is to be given next.
   *
   * @param stream where libavformat has it from
   */
  private record PendingPacket(NativePacket packet, AVStream stream) {}

  /**
   * @param context whose streams are known
   * @param source what the context reads; null if it is only a part of a file
   * @param repairsTimes whether times may jump
   */
  JoinedPackets(
      AVFormatContext context, PacketReader reader, @Nullable Path source, boolean repairsTimes) {
    this.context = context;
    this.reader = reader;
    this.joins = new StreamJoins(context, source);
    this.repair = repairsTimes ? new TimeRepair() : null;
    joins.notePrograms();
  }

  /** Reads the next packet into an empty one; false at the end. */
  boolean read(NativePacket packet) {
    if (!pending.isEmpty()) {
      takePending(packet);
      return true;
    }
    if (!readCurrent(packet)) {
      return false;
    }
    AVStream stream = context.streams(packet.get().stream_index());
    if (reader.isChained()) {
      AVStream ofLink = reader.linkStream();
      packetStream = ofLink == null ? stream : ofLink;
    } else {
      join(packet, stream);
    }
    return true;
  }

  private boolean readCurrent(NativePacket packet) {
    while (reader.read(packet)) {
      if (!joins.isSuperseded(packet.get())) {
        return true;
      }
      packet.clear();
    }
    return false;
  }

  private void join(NativePacket packet, AVStream stream) {
    for (NativePacket last : joins.takeIn(packet.get())) {
      addPending(last, context.streams(last.get().stream_index()));
    }
    if (pending.isEmpty()) {
      packetStream = stream;
      correct(packet, stream);
    } else {
      NativePacket moved = NativePacket.allocate();
      av_packet_move_ref(moved.get(), packet.get());
      addPending(moved, stream);
      takePending(packet);
    }
  }

  private void addPending(NativePacket packet, AVStream stream) {
    correct(packet, stream);
    pending.add(new PendingPacket(packet, stream));
  }

  private void takePending(NativePacket packet) {
    PendingPacket next = pending.remove();
    av_packet_move_ref(packet.get(), next.packet().get());
    packetStream = next.stream();
    next.packet().close();
  }

  private void correct(NativePacket packet, AVStream stream) {
    packet.get().stream_index(joins.firstOf(stream.index()));
    if (repair != null) {
      int type = context.streams(packet.get().stream_index()).codecpar().codec_type();
      repair.correct(packet.get(), type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO);
    }
  }

  /** The stream that the last packet is from, as libavformat has it; null before the first one. */
  @Nullable AVStream packetStream() {
    return packetStream;
  }

  /** Gives the last packet again, and takes it over. */
  void giveAgain(NativePacket packet, AVStream stream) {
    pending.addFirst(new PendingPacket(packet, stream));
  }

  /** Whether a stream continues another one. */
  boolean isContinuation(int index) {
    return joins.isContinuation(index);
  }

  /** Whether the times of packets need those of all streams. */
  boolean repairsTimes() {
    return repair != null;
  }

  /** Whether times are right since {@link #startWith}. */
  boolean isAnchored() {
    return repair == null || repair.isAnchored();
  }

  /** Forgets what was read: reading begins elsewhere. */
  void forgetPackets() {
    pending.forEach(next -> next.packet().close());
    pending.clear();
    joins.forgetPackets();
  }

  /** Forgets which streams continue which, to find it anew. */
  void forgetStreams() {
    joins.forgetStreams();
  }

  /** Notes a packet on the way to another place; the stream that it belongs to. */
  int passOver(NativePacket packet) {
    int index = packet.get().stream_index();
    joins.passOver(index);
    return joins.firstOf(index);
  }

  /**
   * Begins with a packet that was passed over, and takes it over.
   *
   * @param pts its repaired time
   */
  void startWith(NativePacket packet, long pts) {
    AVStream stream = context.streams(packet.get().stream_index());
    if (repair != null) {
      repair.startAt(joins.firstOf(stream.index()), pts);
    }
    joins.takeIn(packet.get());
    addPending(packet, stream);
  }

  @Override
  public void close() {
    forgetPackets();
  }
}
