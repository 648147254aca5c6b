package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.track.LanguageTags;
import io.framemill.worker.media.source.track.StreamProperties;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects which streams of a transport stream continue another one: after a join of recordings or a
 * change of PIDs, libavformat creates new streams, and the old ones are no longer in its programmes
 * (ISO/IEC 13818-1, 2.4.4: a new programme map replaces the old one). A new stream continues one of
 * its kind that has left the same programme, or a programme that is gone. It prefers one with its
 * language and role. It continues one with another stated language or role only where the whole
 * programme was replaced. libavformat's own way to do that ({@code merge_pmt_versions}) assumes the
 * old codec for the new stream. Not thread-safe.
 */
final class StreamJoins {
  private static final Logger log = LoggerFactory.getLogger(StreamJoins.class);

  /** Each recovery reads some MiB again. */
  private static final int MAX_RECOVERIES = 100;

  private final AVFormatContext context;
  private final @Nullable Path source;

  /** For each stream of libavformat with a packet: the first stream of its continuation chain. */
  private final Map<Integer, Integer> firstOf = new HashMap<>();

  /** For each first stream: the stream that has its packets now. */
  private final Map<Integer, Integer> latestOf = new HashMap<>();

  /** For each stream: the programmes that contained it, and their other streams. */
  private final Map<Integer, Set<Integer>> programsOf = new HashMap<>();

  private final Map<Integer, Set<Integer>> peersOf = new HashMap<>();

  private final Map<Integer, LastPackets> lastPackets = new HashMap<>();
  private final Set<Recovered> recovered = new HashSet<>();
  private int recoveries;

  /** A packet that was read ahead of libavformat, which returns it later. */
  private record Recovered(int stream, long dts) {}

  /**
   * @param source the file that the context reads; null for a part of a file
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
    Integer first = firstOf.get(index);
    return first != null ? first : firstOf.computeIfAbsent(index, this::find);
  }

  /**
   * Adds the next packet in file order.
   *
   * @return the last packets of the stream that this packet's stream replaces now, if only one of
   *     them is in a programme; they precede this packet and have the old index; the caller closes
   *     them
   */
  List<NativePacket> takeIn(AVPacket packet) {
    int index = packet.stream_index();
    Integer before = latestOf.put(firstOf(index), index);
    List<NativePacket> last =
        before == null || before == index || source == null || haveBothStayed(before, index)
            ? List.of()
            : lastOf(before, source, packet.pos());
    lastPackets.computeIfAbsent(index, any -> new LastPackets()).add(packet);
    return last;
  }

  private List<NativePacket> lastOf(int index, Path file, long end) {
    LastPackets known = lastPackets.remove(index);
    if (known == null || !mayRecover()) {
      return List.of();
    }
    List<NativePacket> last = known.before(file, context.streams(index).id(), end);
    for (NativePacket packet : last) {
      packet.get().stream_index(index);
      recovered.add(new Recovered(index, packet.get().dts()));
    }
    return last;
  }

  // For packets that libavformat read ahead, its programmes may be those of a later position.
  private boolean haveBothStayed(int one, int other) {
    return isInProgram(one) && isInProgram(other);
  }

  private boolean mayRecover() {
    if (recoveries == MAX_RECOVERIES) {
      log.warn(
          "The streams are replaced more than {} times: the last packets of further ones are lost",
          MAX_RECOVERIES);
    }
    return recoveries++ < MAX_RECOVERIES;
  }

  /** Records a packet of a stream that is skipped on the way to another position. */
  void passOver(int index) {
    latestOf.put(firstOf(index), index);
  }

  /** Whether libavformat returns a packet late, from before its stream was replaced. */
  boolean isSuperseded(AVPacket packet) {
    int index = packet.stream_index();
    return !recovered.isEmpty() && recovered.remove(new Recovered(index, packet.dts()))
        || (isReplaced(index) && !isInProgram(index));
  }

  private boolean isReplaced(int index) {
    Integer first = firstOf.get(index);
    return first != null && latestOf.getOrDefault(first, index) != index;
  }

  /** Resets the reading state before a seek, but keeps the joins. */
  void forgetPackets() {
    lastPackets.clear();
    recovered.clear();
  }

  /**
   * Resets the joins, to detect them again: joins found after the programme map that they belong to
   * are wrong.
   */
  void forgetStreams() {
    firstOf.clear();
    latestOf.clear();
  }

  /** Whether a stream continues another one. */
  boolean isContinuation(int index) {
    return firstOf.getOrDefault(index, index) != index;
  }

  /** Records which streams the programmes contain now. */
  void notePrograms() {
    for (int i = 0; i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      Set<Integer> streams = streamsOf(program);
      for (int index : streams) {
        programsOf.computeIfAbsent(index, any -> new HashSet<>()).add(program.program_num());
        peersOf.computeIfAbsent(index, any -> new HashSet<>()).addAll(streams);
      }
    }
  }

  private static Set<Integer> streamsOf(AVProgram program) {
    Set<Integer> streams = new HashSet<>();
    for (int j = 0; j < program.nb_stream_indexes(); j++) {
      streams.add(program.stream_index().get(j));
    }
    return streams;
  }

  private int find(int index) {
    if (!isInProgram(index)) {
      return index;
    }
    int first =
        IntStream.range(0, index)
            .filter(this::hasLeft)
            .filter(gone -> isSameKind(context.streams(index), context.streams(gone)))
            .filter(gone -> isSameProgram(gone, index))
            .filter(gone -> difference(gone, index) < 2 || isProgramReplaced(gone, index))
            .boxed()
            .min(Comparator.comparingInt(gone -> difference(gone, index)))
            .orElse(index);
    notePrograms();
    return first;
  }

  /** Whether a stream had packets, and neither it nor its continuation is in a programme. */
  private boolean hasLeft(int index) {
    return firstOf.getOrDefault(index, index) == index
        && (firstOf.containsKey(index) || hasParameters(context.streams(index)))
        && !isInProgram(index)
        && firstOf.entrySet().stream()
            .noneMatch(of -> of.getValue() == index && isInProgram(of.getKey()));
  }

  /** Whether libavformat found packets of a stream when it opened the file. */
  private static boolean hasParameters(AVStream stream) {
    return stream.codecpar().width() > 0 || stream.codecpar().sample_rate() > 0;
  }

  /** Whether the programme of a removed stream now contains a new one, or nothing. */
  private boolean isSameProgram(int gone, int index) {
    Set<Integer> old = programsOf.getOrDefault(gone, Set.of());
    for (int i = 0; i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      if (old.contains(program.program_num()) && streamsOf(program).contains(index)) {
        return true;
      }
    }
    return !holdsStreams(old);
  }

  private boolean holdsStreams(Set<Integer> programs) {
    for (int i = 0; i < context.nb_programs(); i++) {
      AVProgram program = context.programs(i);
      if (programs.contains(program.program_num()) && program.nb_stream_indexes() > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether all streams of the programme of a removed one are removed, too, and no other new stream
   * has its language and role.
   */
  private boolean isProgramReplaced(int gone, int index) {
    Set<Integer> peers = peersOf.getOrDefault(gone, ownStreams());
    return peers.stream().noneMatch(this::isInProgram)
        && IntStream.range(gone + 1, context.nb_streams())
            .filter(other -> other != index && !firstOf.containsKey(other))
            .filter(this::isInProgram)
            .filter(other -> isSameKind(context.streams(other), context.streams(gone)))
            .noneMatch(other -> difference(gone, other) == 0);
  }

  /** Streams with packets that continue no other stream. */
  private Set<Integer> ownStreams() {
    return firstOf.keySet().stream()
        .filter(index -> !isContinuation(index))
        .collect(Collectors.toSet());
  }

  /** 0: same language and role. 1: one does not declare its language. 2: they differ. */
  private int difference(int gone, int index) {
    AVStream one = context.streams(gone);
    AVStream other = context.streams(index);
    String oneLanguage = StreamProperties.language(one);
    String otherLanguage = StreamProperties.language(other);
    if (!StreamProperties.roles(one).equals(StreamProperties.roles(other))) {
      return 2;
    }
    if (oneLanguage.equals(otherLanguage)) {
      return 0;
    }
    return oneLanguage.equals(LanguageTags.UNKNOWN) || otherLanguage.equals(LanguageTags.UNKNOWN)
        ? 1
        : 2;
  }

  private static boolean isSameKind(AVStream one, AVStream other) {
    int kind = one.codecpar().codec_type();
    return kind == other.codecpar().codec_type()
        && (kind == AVMEDIA_TYPE_VIDEO
            || kind == AVMEDIA_TYPE_AUDIO
            || one.codecpar().codec_id() == other.codecpar().codec_id());
  }

  /** Whether a programme contains a stream now; only transport streams have programmes. */
  private boolean isInProgram(int index) {
    return !StreamProperties.programs(context, index).isEmpty();
  }
}
