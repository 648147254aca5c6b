package io.framemill.controller.manifest;

import io.framemill.protocol.Timeline;
import java.util.Locale;

/** The playlist of one subtitle rendition, which is complete when it appears (RFC 8216, 4.3.3). */
public final class TextPlaylist {
  private TextPlaylist() {}

  /**
   * Writes a playlist.
   *
   * @param timeline how the programme is cut into segments of text; each has a file
   */
  public static String write(Timeline timeline) {
    StringBuilder segments = new StringBuilder();
    double longest = 0;
    for (int number = 1; number <= timeline.segmentCount(); number++) {
      double seconds = seconds(timeline, number);
      longest = Math.max(longest, seconds);
      segments.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n%05d.vtt\n", seconds, number));
    }
    return "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:"
        + Math.max(1, Math.round(longest))
        + "\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        + segments
        + "#EXT-X-ENDLIST\n";
  }

  private static double seconds(Timeline timeline, int number) {
    long end =
        number == timeline.segmentCount()
            ? timeline.endPts()
            : timeline.segmentStartPts(number + 1);
    return (end - timeline.segmentStartPts(number)) * timeline.timeBase().toDouble();
  }
}
