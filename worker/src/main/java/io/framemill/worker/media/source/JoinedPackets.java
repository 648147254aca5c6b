package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets of concatenated recordings as one recording: packets of a stream that continues
 * another one get the index of that one ({@link StreamJoins}), and times do not jump ({@link
 * TimeRepair}). Not thread-safe.
 */
final class JoinedPackets implements AutoCloseable {
  private static final Set<String> FORMATS_WITH_PROGRAMS = Set.of("mpegts");

  private final AVFormatContext context;
  private final PacketReader reader;
  private final StreamJoins joins;
  private final @Nullable TimeRepair repair;
  private final boolean joinsStreams;
  private final Deque<PendingPacket> pending = new ArrayDeque<>();
  private final List<KnownStream> known = new ArrayList<>();
  private @Nullable AVStream packetStream;

  /**
   * A packet to return next.
   *
   * @param stream libavformat's stream
   */
  private record PendingPacket(NativePacket packet, AVStream stream) {}

  /** A stream of the context: its native addresses never change. */
  private record KnownStream(AVStream stream, AVCodecParameters parameters) {
    boolean isSteady() {
      int type = parameters.codec_type();
      return type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO;
    }
  }

  /**
   * @param context a context whose streams are known
   * @param source the file that the context reads; null for a part of a file
   * @param repairsTimes whether times may jump
   */
  JoinedPackets(
      AVFormatContext context, PacketReader reader, @Nullable Path source, boolean repairsTimes) {
    this.context = context;
    this.reader = reader;
    this.joins = new StreamJoins(context, source);
    this.repair = repairsTimes ? new TimeRepair() : null;
    this.joinsStreams = FORMATS_WITH_PROGRAMS.contains(context.iformat().name().getString());
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
    int index = packet.get().stream_index();
    if (reader.isChained()) {
      AVStream ofLink = reader.linkStream();
      packetStream = ofLink == null ? known(index).stream : ofLink;
    } else if (joinsStreams) {
      join(packet, index);
    } else {
      packetStream = known(index).stream;
      correct(packet, index);
    }
    return true;
  }

  private boolean readCurrent(NativePacket packet) {
    while (reader.read(packet)) {
      if (!joinsStreams || !joins.isSuperseded(packet.get())) {
        return true;
      }
      packet.clear();
    }
    return false;
  }

  private KnownStream known(int index) {
    while (known.size() <= index) {
      AVStream stream = context.streams(known.size());
      known.add(new KnownStream(stream, stream.codecpar()));
    }
    return known.get(index);
  }

  private void join(NativePacket packet, int index) {
    for (NativePacket last : joins.takeIn(packet.get())) {
      addPending(last, last.get().stream_index());
    }
    if (pending.isEmpty()) {
      packetStream = known(index).stream;
      correct(packet, index);
    } else {
      NativePacket moved = NativePacket.allocate();
      av_packet_move_ref(moved.get(), packet.get());
      addPending(moved, index);
      takePending(packet);
    }
  }

  private void addPending(NativePacket packet, int index) {
    correct(packet, index);
    pending.add(new PendingPacket(packet, known(index).stream));
  }

  private void takePending(NativePacket packet) {
    PendingPacket next = pending.remove();
    av_packet_move_ref(packet.get(), next.packet().get());
    packetStream = next.stream();
    next.packet().close();
  }

  private void correct(NativePacket packet, int index) {
    int first = joinsStreams ? joins.firstOf(index) : index;
    if (first != index) {
      packet.get().stream_index(first);
    }
    if (repair != null) {
      repair.correct(packet.get(), first, known(first).isSteady());
    }
  }

  /** libavformat's stream of the last packet; null before the first one. */
  @Nullable AVStream packetStream() {
    return packetStream;
  }

  /** Returns the last packet again, and takes it over. */
  void giveAgain(NativePacket packet, AVStream stream) {
    pending.addFirst(new PendingPacket(packet, stream));
  }

  /** Whether a stream continues another one. */
  boolean isContinuation(int index) {
    return joins.isContinuation(index);
  }

  /** Whether the correction of times needs the packets of all streams. */
  boolean repairsTimes() {
    return repair != null;
  }

  /** Whether times are correct since {@link #startWith}. */
  boolean isAnchored() {
    return repair == null || repair.isAnchored();
  }

  /** Resets the reading state before a seek. */
  void forgetPackets() {
    pending.forEach(next -> next.packet().close());
    pending.clear();
    joins.forgetPackets();
  }

  /** Resets the joins of streams, to detect them again. */
  void forgetStreams() {
    joins.forgetStreams();
  }

  /** Records a skipped packet on the way to another position; returns its stream. */
  int passOver(NativePacket packet) {
    int index = packet.get().stream_index();
    joins.passOver(index);
    return joins.firstOf(index);
  }

  /**
   * Starts with a packet that was skipped before, and takes it over.
   *
   * @param pts its repaired time
   */
  void startWith(NativePacket packet, long pts) {
    int index = packet.get().stream_index();
    if (repair != null) {
      repair.startAt(joins.firstOf(index), pts);
    }
    joins.takeIn(packet.get());
    addPending(packet, index);
  }

  @Override
  public void close() {
    forgetPackets();
  }
}
