package io.framemill.worker.media.inspect;

import io.framemill.worker.media.source.track.StreamProperties;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Determines the end of the programme from all streams of a source. */
record Programme(List<StreamScan> streams) {
  private static final int MAX_STILLS_PER_SECOND = 1;

  static Programme of(Collection<StreamScan> scans) {
    return new Programme(scans.stream().filter(StreamScan::hasFrames).toList());
  }

  /**
   * Orders video streams: films before stills and before streams that cover less than half of the
   * programme; then like FFmpeg's default selection.
   */
  Comparator<PictureScan> bestFirst() {
    return Comparator.comparing((PictureScan scan) -> !isFilm(scan))
        .thenComparing(PictureScan.BEST_FIRST);
  }

  private boolean isFilm(PictureScan scan) {
    double seconds = seconds(scan);
    double longest = streams.stream().mapToDouble(Programme::seconds).max().orElse(0);
    return 2 * seconds >= longest && scan.tally().total() > seconds * MAX_STILLS_PER_SECOND + 1;
  }

  private static double seconds(StreamScan scan) {
    return (scan.endPts(0) - scan.startPts()) * scan.timeBase().toDouble();
  }

  /**
   * The end of a video stream. Times of packets are trusted. The duration of the last picture is
   * trusted up to a minute, or until the last packet of another stream (of audio, one confirmed by
   * others), because a wrong header could make it a day.
   *
   * @param statedEnd end by the duration of the last packet, in the stream's ticks
   */
  long endOf(PictureScan video, long statedEnd) {
    long believed = video.span().lastPts() + StreamProperties.maxStill(video.timeBase());
    for (StreamScan other : streams) {
      long last = other.timeBase().rescale(other.lastPts(), video.timeBase(), RoundingMode.CEILING);
      believed = Math.max(believed, last);
    }
    return Math.min(statedEnd, believed);
  }
}
