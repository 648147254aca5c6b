package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells which streams of a transport stream go on another one: where recordings are joined, or a
 * broadcaster changes its PIDs, libavformat makes new streams, and the old ones have left its
 * programmes (ISO/IEC 13818-1, 2.4.4: a new programme map takes the place of the old one). A new
 * stream goes on the first one of its kind that has left, one in its language if there is one.
 * libavformat's own way to do that ({@code merge_pmt_versions}) takes the new stream for one of the
 * old codec. Not thread-safe.
 */
final class StreamJoins {
  private final AVFormatContext context;
  private final @Nullable Path source;

  /** For each stream of libavformat's that had a packet: the first one of those that it goes on. */
  private final Map<Integer, Integer> firstOf = new HashMap<>();

  /** For each first stream: the one that goes it on now. */
  private final Map<Integer, Integer> latestOf = new HashMap<>();

  private final Map<Integer, LastPackets> lastPackets = new HashMap<>();
  private final Set<Recovered> recovered = new HashSet<>();

  /** A packet that was read ahead of libavformat, which gives it some time later. */
  private record Recovered(int stream, long dts) {}

  /**
   * @param source what the context reads; null if it is only a part of a file
   */
  StreamJoins(AVFormatContext context, @Nullable Path source) {
    this.context = context;
    this.source = source;
  }

  /**
   * The stream that a packet belongs to.
   *
   * @param index libavformat's of the packet's stream
   */
  int firstOf(int index) {
    return firstOf.computeIfAbsent(index, this::find);
  }

  /**
   * Takes in the next packet in the order of the file.
   *
   * @return if its stream just takes the place of another one: the last packets of that, which come
   *     before it and have its index; whoever calls closes them
   */
  List<NativePacket> takeIn(AVPacket packet) {
    int index = packet.stream_index();
    Integer before = latestOf.put(firstOf(index), index);
    List<NativePacket> last =
        before == null || before == index || source == null
            ? List.of()
            : lastOf(before, source, packet.pos());
    lastPackets.computeIfAbsent(index, any -> new LastPackets()).add(packet);
    return last;
  }

  private List<NativePacket> lastOf(int index, Path file, long end) {
    LastPackets known = lastPackets.remove(index);
    if (known == null) {
      return List.of();
    }
    List<NativePacket> last = known.before(file, context.streams(index).id(), end);
    for (NativePacket packet : last) {
      packet.get().stream_index(index);
      recovered.add(new Recovered(index, packet.get().dts()));
    }
    return last;
  }

  /** Notes that a packet of a stream is there, on the way to another place. */
  void passOver(int index) {
    latestOf.put(firstOf(index), index);
  }

  /** Whether libavformat has kept a packet back from before its stream's place was taken. */
  boolean isLeftOver(AVPacket packet) {
    int index = packet.stream_index();
    return recovered.remove(new Recovered(index, packet.dts()))
        || (isReplaced(index) && !isInProgram(index));
  }

  private boolean isReplaced(int index) {
    Integer first = firstOf.get(index);
    return first != null && latestOf.getOrDefault(first, index) != index;
  }

  /** Forgets what was read, but not which streams go on which: reading begins elsewhere. */
  void forgetPackets() {
    lastPackets.clear();
    recovered.clear();
  }

  /** Whether a stream goes on another one. */
  boolean isContinuation(int index) {
    return firstOf.getOrDefault(index, index) != index;
  }

  private int find(int index) {
    AVStream stream = context.streams(index);
    if (!isInProgram(index)) {
      return index;
    }
    int[] gone =
        latestOf.keySet().stream()
            .mapToInt(Integer::intValue)
            .filter(first -> !isInProgram(latestOf.getOrDefault(first, first)))
            .filter(first -> isSameKind(stream, context.streams(first)))
            .sorted()
            .toArray();
    return IntStream.of(gone)
        .filter(first -> isSameLanguage(stream, context.streams(first)))
        .findFirst()
        .orElse(gone.length > 0 ? gone[0] : index);
  }

  private static boolean isSameKind(AVStream one, AVStream other) {
    int kind = one.codecpar().codec_type();
    return kind == other.codecpar().codec_type()
        && (kind == AVMEDIA_TYPE_VIDEO
            || kind == AVMEDIA_TYPE_AUDIO
            || one.codecpar().codec_id() == other.codecpar().codec_id());
  }

  private static boolean isSameLanguage(AVStream one, AVStream other) {
    return Objects.equals(StreamFacts.tag(one, "language"), StreamFacts.tag(other, "language"));
  }

  /** Whether a programme now holds a stream; only transport streams have programmes. */
  private boolean isInProgram(int index) {
    for (int i = 0; i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      for (int j = 0; j < program.nb_stream_indexes(); j++) {
        if (program.stream_index().get(j) == index) {
          return true;
        }
      }
    }
    return false;
  }
}
