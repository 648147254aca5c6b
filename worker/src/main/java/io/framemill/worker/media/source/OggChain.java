package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.failure.SourceAccessException;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.track.StreamProperties;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the later links of a chained Ogg file as continuations of the streams of the first link.
 * Each link starts where the longest stream of the previous link ended, so all streams of a link
 * must be read. Times are in the first link's time bases. Not thread-safe.
 */
final class OggChain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OggChain.class);
  private static final Rational NANOSECOND = new Rational(1, 1_000_000_000);

  /** Priming samples have times below zero; links start at zero, or far from it. */
  private static final long MAX_LEAD_NANOS = 1_000_000_000;

  private final Path source;
  private final AVFormatContext first;
  private final List<Long> bounds;
  private final int maxStreams;
  private final Map<String, MediaInfo.LeftOut> leftOut = new LinkedHashMap<>();
  private final Map<Integer, Long> endNanos = new HashMap<>();
  private int nextLink = 1;
  private @Nullable Demuxer link;
  private @Nullable AVStream stream;
  private Map<Integer, Integer> firstStreams = Map.of();
  private boolean linkStarted;
  private long shiftNanos;
  private long errorsBefore;

  /**
   * @param bounds byte offsets of the start of each link, and of the end of the last one
   * @param maxStreams of one link
   * @param first reads the first link
   */
  OggChain(Path source, List<Long> bounds, int maxStreams, AVFormatContext first) {
    this.source = source;
    this.maxStreams = maxStreams;
    this.bounds = List.copyOf(bounds);
    this.first = first;
  }

  /**
   * Byte offsets of the start of each link of a file, and of the end of the last one; empty if it
   * is not a chain.
   *
   * @throws SourceAccessException if it cannot be reached
   */
  static List<Long> boundsIn(Path source) {
    try {
      List<Long> bounds = new ArrayList<>(OggLinks.startsIn(source));
      bounds.add(InputFile.sizeOf(source));
      return bounds.size() > 2 ? bounds : List.of();
    } catch (IOException e) {
      throw new SourceAccessException(source, e);
    }
  }

  /** Records a packet of the first link. */
  void add(AVPacket packet) {
    note(packet, first.streams(packet.stream_index()), packet.stream_index(), 0);
  }

  private void note(AVPacket packet, AVStream from, int index, long shift) {
    if (packet.pts() != AV_NOPTS_VALUE) {
      long end = nanos(packet.pts() + Math.max(0, packet.duration()), from);
      endNanos.merge(index, end + shift, Math::max);
    }
  }

  private static long nanos(long ticks, AVStream of) {
    return AvRational.toRational(of.time_base()).rescale(ticks, NANOSECOND, RoundingMode.HALF_UP);
  }

  /** Reads the next packet of the later links; false at the end. */
  boolean read(NativePacket packet) {
    while (link != null || openNext()) {
      Demuxer current = link;
      while (current != null && current.readUncorrected(packet)) {
        Integer index = firstStreams.get(packet.get().stream_index());
        if (index != null) {
          stream = current.get().streams(packet.get().stream_index());
          place(packet.get(), stream, index);
          return true;
        }
        packet.clear();
      }
      closeLink();
    }
    return false;
  }

  private void place(AVPacket packet, AVStream from, int index) {
    long time = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (!linkStarted && time != AV_NOPTS_VALUE) {
      linkStarted = true;
      long start = nanos(time, from);
      long end = endNanos.values().stream().mapToLong(Long::longValue).max().orElse(0);
      shiftNanos = end - (start <= 0 && start > -MAX_LEAD_NANOS ? 0 : start);
    }
    note(packet, from, index, shiftNanos);
    Rational tick = AvRational.toRational(first.streams(index).time_base());
    Rational own = AvRational.toRational(from.time_base());
    packet.pts(moved(packet.pts(), own, tick));
    packet.dts(moved(packet.dts(), own, tick));
    packet.duration(own.rescale(packet.duration(), tick, RoundingMode.HALF_UP));
    packet.stream_index(index);
    packet.pos(-1);
  }

  private long moved(long ticks, Rational own, Rational tick) {
    return ticks == AV_NOPTS_VALUE
        ? ticks
        : NANOSECOND.rescale(
            own.rescale(ticks, NANOSECOND, RoundingMode.HALF_UP) + shiftNanos,
            tick,
            RoundingMode.HALF_UP);
  }

  private boolean openNext() {
    while (nextLink < bounds.size() - 1) {
      long from = bounds.get(nextLink);
      long to = bounds.get(nextLink + 1);
      nextLink++;
      try {
        link = Demuxer.openPart(source, from, to, maxStreams);
        firstStreams = sameKinds(link.get());
        noteLeftOut(link.get());
        linkStarted = false;
        return true;
      } catch (TranscodeException e) {
        if (e.kind() != FailureKind.BAD_INPUT) {
          throw e;
        }
        log.warn(
            "Link {} of {} (from byte {}) cannot be read: {}",
            nextLink,
            bounds.size() - 1,
            from,
            e.getMessage());
        errorsBefore++;
      }
    }
    return false;
  }

  /** Maps each stream of a link to the stream of the first link with the same kind and position. */
  private Map<Integer, Integer> sameKinds(AVFormatContext of) {
    Map<Integer, Integer> result = new HashMap<>();
    List<Integer> free = new ArrayList<>();
    for (int i = 0; i < first.nb_streams(); i++) {
      free.add(i);
    }
    for (int i = 0; i < of.nb_streams(); i++) {
      AVStream other = of.streams(i);
      int index = i;
      free.stream()
          .filter(j -> isSameKind(first.streams(j), other))
          .findFirst()
          .ifPresent(
              j -> {
                result.put(index, j);
                free.remove(j);
              });
    }
    return result;
  }

  private static boolean isSameKind(AVStream one, AVStream other) {
    return one.codecpar().codec_type() == other.codecpar().codec_type()
        && StreamProperties.isCoverArt(one) == StreamProperties.isCoverArt(other);
  }

  /** Records streams that the first link does not have: the first one of each kind and codec. */
  private void noteLeftOut(AVFormatContext of) {
    for (int i = 0; i < of.nb_streams(); i++) {
      AVStream other = of.streams(i);
      if (!firstStreams.containsKey(i)) {
        BytePointer type = av_get_media_type_string(other.codecpar().codec_type());
        String kind = type == null ? "unknown" : type.getString();
        String codec = StreamProperties.codecName(other);
        leftOut.putIfAbsent(
            kind + codec,
            new MediaInfo.LeftOut(
                first.nb_streams() + leftOut.size(),
                kind,
                codec,
                "it is only in link " + nextLink + " of the chained file, not in the first one",
                !StreamProperties.isCoverArt(other)));
      }
    }
  }

  /** Streams that the first link does not have, as far as links were read. */
  List<MediaInfo.LeftOut> leftOut() {
    return List.copyOf(leftOut.values());
  }

  /** Number of the link of the last packet; 0 for the first link. */
  int link() {
    return stream == null ? 0 : nextLink - 1;
  }

  /** The stream of the last packet, in its own link; null before the first one. */
  @Nullable AVStream stream() {
    return stream;
  }

  /** Number of unreadable places skipped so far. */
  long readErrors() {
    return errorsBefore + (link == null ? 0 : link.readErrors());
  }

  private void closeLink() {
    if (link != null) {
      errorsBefore += link.readErrors();
      link.close();
      link = null;
    }
  }

  @Override
  public void close() {
    closeLink();
  }
}
