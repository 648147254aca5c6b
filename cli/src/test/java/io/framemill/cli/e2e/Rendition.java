package io.framemill.cli.e2e;

import io.framemill.cli.e2e.MediaSegment.Sample;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.SegmentMap;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One rendition as its files are.
 *
 * @param file its playlist
 * @param playlist what that says
 */
record Rendition(Path file, MediaPlaylist playlist, InitSegment init, List<MediaSegment> segments) {
  static Rendition read(Path file) throws IOException {
    MediaPlaylist playlist = new MediaPlaylistParser().readPlaylist(file);
    SegmentMap map = playlist.mediaSegments().get(0).segmentMap().orElseThrow();
    InitSegment init = InitSegment.read(file.resolveSibling(map.uri()));
    List<MediaSegment> segments = new ArrayList<>();
    for (var segment : playlist.mediaSegments()) {
      segments.add(MediaSegment.read(file.resolveSibling(segment.uri()), init));
    }
    return new Rendition(file, playlist, init, List.copyOf(segments));
  }

  /** All samples in their order in the files. */
  List<Sample> samples() {
    return segments.stream().flatMap(segment -> segment.samples().stream()).toList();
  }

  /** Ticks of the timescale as seconds. */
  double seconds(long ticks) {
    return (double) ticks / init.timescale();
  }

  /** Start of each segment in seconds. */
  List<Double> segmentStarts() {
    return segments.stream().map(segment -> seconds(segment.startPts())).toList();
  }

  /** Length of one segment in seconds: to the start of the next, or of its own samples. */
  double segmentSeconds(int index) {
    MediaSegment segment = segments.get(index);
    return index + 1 < segments.size()
        ? seconds(segments.get(index + 1).startDts() - segment.startDts())
        : seconds(segment.duration());
  }

  double startSeconds() {
    return seconds(segments.get(0).startPts());
  }

  /** Length of the whole in seconds. */
  double seconds() {
    return seconds(segments.stream().mapToLong(MediaSegment::duration).sum());
  }

  /** RFC 8216, 4.3.4.2: bits of all segments over their length. */
  double averageBitsPerSecond() {
    return segments.stream().mapToLong(MediaSegment::bytes).sum() * 8 / seconds();
  }

  /**
   * RFC 8216, 4.1: the highest rate of any run of segments that lasts between half and one and a
   * half target durations; of the whole where none does.
   */
  double peakBitsPerSecond() {
    double peak = 0;
    for (int from = 0; from < segments.size(); from++) {
      double length = 0;
      long bits = 0;
      for (int to = from; to < segments.size(); to++) {
        length += segmentSeconds(to);
        bits += segments.get(to).bytes() * 8;
        if (length >= playlist.targetDuration() * 0.5
            && length <= playlist.targetDuration() * 1.5) {
          peak = Math.max(peak, bits / length);
        }
      }
    }
    return peak > 0 ? peak : averageBitsPerSecond();
  }
}
