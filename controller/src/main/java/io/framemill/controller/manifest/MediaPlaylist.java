package io.framemill.controller.manifest;

import io.framemill.protocol.EncodedSegment;

/** The playlist of one rendition (RFC 8216, 4.3.3). */
public final class MediaPlaylist {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private MediaPlaylist() {}

  /**
   * Writes a playlist.
   *
   * @param segmentMillis the planned length of a segment; a playlist that grows must announce its
   *     target duration at once
   * @param finished whether the track is complete: VOD with an end, else EVENT, which players read
   *     again
   */
  public static String write(Track track, int segmentMillis, boolean finished) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
    text.append("#EXT-X-TARGETDURATION:")
        .append(targetDuration(track, segmentMillis, finished))
        .append('\n');
    text.append("#EXT-X-PLAYLIST-TYPE:").append(finished ? "VOD" : "EVENT").append('\n');
    text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
    for (EncodedSegment segment : track.segments()) {
      text.append("#EXTINF:");
      appendSeconds(track.seconds(segment), text);
      text.append(",\n").append(FileNumbers.of(segment.number())).append(".m4s\n");
    }
    return text.append(finished ? "#EXT-X-ENDLIST\n" : "").toString();
  }

  /** With six decimals. */
  private static void appendSeconds(double seconds, StringBuilder text) {
    long micros = Math.round(seconds * MICROS_PER_SECOND);
    String decimals = Long.toString(MICROS_PER_SECOND + micros % MICROS_PER_SECOND);
    text.append(micros / MICROS_PER_SECOND).append('.').append(decimals, 1, decimals.length());
  }

  private static int targetDuration(Track track, int segmentMillis, boolean finished) {
    int measured = track.targetDurationSeconds();
    return finished ? measured : Math.max(measured, Math.round(segmentMillis / 1000f));
  }
}
