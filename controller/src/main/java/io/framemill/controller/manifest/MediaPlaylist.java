package io.framemill.controller.manifest;

import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.OutputLayout;

/** The HLS media playlist of one rendition (RFC 8216, 4.3.3). */
public final class MediaPlaylist {
  private MediaPlaylist() {}

  /**
   * Writes a playlist.
   *
   * @param targetDurationSeconds as in all playlists of the presentation
   * @param finished whether the track is complete: type VOD with an end tag, else EVENT, which
   *     players reload
   */
  public static String write(RenditionTrack track, int targetDurationSeconds, boolean finished) {
    StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n");
    text.append("#EXT-X-TARGETDURATION:").append(targetDurationSeconds).append('\n');
    text.append("#EXT-X-PLAYLIST-TYPE:").append(finished ? "VOD" : "EVENT").append('\n');
    text.append("#EXT-X-INDEPENDENT-SEGMENTS\n");
    text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
    for (EncodedSegment segment : track.segments()) {
      SegmentDurations.append(SegmentDurations.micros(track.seconds(segment)), text);
      text.append(OutputLayout.mediaSegment(segment.number())).append('\n');
    }
    return text.append(finished ? "#EXT-X-ENDLIST\n" : "").toString();
  }
}
