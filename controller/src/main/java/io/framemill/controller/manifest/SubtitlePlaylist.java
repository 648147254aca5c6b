package io.framemill.controller.manifest;

import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.OutputLayout;
import java.util.stream.IntStream;

/**
 * The HLS media playlist of one subtitle rendition, complete when first written (RFC 8216, 4.3.3).
 */
public final class SubtitlePlaylist {
  private SubtitlePlaylist() {}

  /**
   * Writes a playlist.
   *
   * @param timeline text segments of the programme, each with a file
   * @param targetDurationSeconds as in all playlists of the presentation
   */
  public static String write(Timeline timeline, int targetDurationSeconds) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:")
            .append(targetDurationSeconds)
            .append("\n#EXT-X-PLAYLIST-TYPE:VOD\n");
    for (int number = 1; number <= timeline.segmentCount(); number++) {
      SegmentDurations.append(micros(timeline, number), text);
      text.append(OutputLayout.subtitleSegment(number)).append('\n');
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }

  /** Length of the longest segment. */
  static long longestMicros(Timeline timeline) {
    return IntStream.rangeClosed(1, timeline.segmentCount())
        .mapToLong(number -> micros(timeline, number))
        .max()
        .orElseThrow();
  }

  private static long micros(Timeline timeline, int number) {
    long end =
        number == timeline.segmentCount()
            ? timeline.endPts()
            : timeline.segmentStartPts(number + 1);
    return SegmentDurations.micros(
        (end - timeline.segmentStartPts(number)) * timeline.timeBase().toDouble());
  }
}
