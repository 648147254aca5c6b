package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entries_count;
import static org.bytedeco.ffmpeg.global.avformat.avformat_index_get_entry;

import io.framemill.protocol.media.Rational;
import java.math.RoundingMode;
import java.util.Collection;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Compares the length that a container's index or header declares with what could be read. */
final class DeclaredLength {
  private static final Rational MILLISECOND = new Rational(1, 1000);
  private static final Rational MICROSECOND = new Rational(1, 1_000_000);

  /** Headers are often slightly wrong: a difference below both limits is not a loss. */
  private static final long MIN_CUT_MILLIS = 1000;

  private static final int MIN_CUT_SHARE = 50;

  private DeclaredLength() {}

  /** By how much less was read than declared; 0 for nothing. */
  static long cutMillis(AVFormatContext container, Collection<StreamScan> scans) {
    String format = container.iformat().name().getString();
    long cut =
        format.startsWith("mov")
            ? scans.stream().mapToLong(DeclaredLength::missingOfIndex).max().orElse(0)
            : missingOfHeader(container, scans);
    long end = scans.stream().mapToLong(DeclaredLength::endMillis).max().orElse(0);
    return cut >= MIN_CUT_MILLIS && cut >= end / MIN_CUT_SHARE ? cut : 0;
  }

  /** Counts missing packets by the index, which lists each packet. */
  private static long missingOfIndex(StreamScan scan) {
    AVStream stream = scan.stream();
    int entries = avformat_index_get_entries_count(stream);
    long missing = entries - scan.packetsRead();
    if (missing <= 0 || entries < 2) {
      return 0;
    }
    long first = avformat_index_get_entry(stream, 0).timestamp();
    long last = avformat_index_get_entry(stream, entries - 1).timestamp();
    long ticks = Math.round((double) (last - first) / (entries - 1) * missing);
    return scan.timeBase().rescale(ticks, MILLISECOND, RoundingMode.HALF_UP);
  }

  private static long missingOfHeader(AVFormatContext container, Collection<StreamScan> scans) {
    if (container.duration_estimation_method() != AVFMT_DURATION_FROM_STREAM
        || container.duration() <= 0) {
      return 0;
    }
    long promised = MICROSECOND.rescale(container.duration(), MILLISECOND, RoundingMode.HALF_UP);
    long end = scans.stream().mapToLong(DeclaredLength::endMillis).max().orElse(0);
    return promised - end;
  }

  private static long endMillis(StreamScan scan) {
    return scan.span().hasTimes()
        ? scan.timeBase().rescale(scan.span().endPts(0), MILLISECOND, RoundingMode.HALF_UP)
        : 0;
  }
}
