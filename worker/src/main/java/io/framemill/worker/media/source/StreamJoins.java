package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;

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

  /** For each stream of libavformat's that had a packet: the first one of those that it goes on. */
  private final Map<Integer, Integer> firstOf = new HashMap<>();

  /** For each first stream: the one that goes it on now. */
  private final Map<Integer, Integer> latestOf = new HashMap<>();

  StreamJoins(AVFormatContext context) {
    this.context = context;
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
   * Notes that a packet is read.
   *
   * @return the stream whose place its stream has just taken; empty in most cases
   */
  OptionalInt advance(int index) {
    Integer before = latestOf.put(firstOf(index), index);
    return before == null || before == index ? OptionalInt.empty() : OptionalInt.of(before);
  }

  /** Whether a stream had its place taken by another one. */
  boolean isReplaced(int index) {
    Integer first = firstOf.get(index);
    return first != null && latestOf.getOrDefault(first, index) != index;
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
  boolean isInProgram(int index) {
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
