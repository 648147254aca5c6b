package io.framemill.worker.media.text;

import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.media.WebVttTime;
import java.util.List;
import java.util.Locale;

/** Writes WebVTT files (W3C WebVTT, 4.1). Pure text. */
final class WebVtt {
  private static final int MPEG_TICKS_PER_SECOND = 90_000;

  private WebVtt() {}

  /** A standalone file: its time 0 is the programme's origin. */
  static String whole(List<Cue> cues) {
    return "WEBVTT\n" + blocks(cues);
  }

  /**
   * A segment of an HLS rendition. RFC 8216, 3.5: the header maps the cues' time 0 to a media time,
   * because the programme's origin is not at 0 in the tracks.
   */
  static String segment(List<Cue> cues) {
    return String.format(
            Locale.ROOT,
            "WEBVTT\nX-TIMESTAMP-MAP=LOCAL:%s,MPEGTS:%d\n",
            WebVttTime.stamp(0),
            TrackClock.ofAudio(MPEG_TICKS_PER_SECOND).presentationTime(0))
        + blocks(cues);
  }

  private static String blocks(List<Cue> cues) {
    StringBuilder text = new StringBuilder();
    for (Cue cue : cues) {
      text.append('\n').append(WebVttTime.timings(cue.startMillis(), cue.endMillis()));
      text.append('\n').append(cue.text()).append('\n');
    }
    return text.toString();
  }
}
