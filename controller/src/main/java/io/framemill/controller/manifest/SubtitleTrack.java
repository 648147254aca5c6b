package io.framemill.controller.manifest;

import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.SubtitleRendition;

/**
 * A subtitle rendition and what was extracted of it.
 *
 * @param timeline how the programme is cut into segments of text
 */
public record SubtitleTrack(
    SubtitleRendition rendition, Timeline timeline, ExtractedSubtitles extracted) {
  /** Bits per second of the file that holds the whole text, at least 1. */
  long bitsPerSecond() {
    double seconds = (timeline.endPts() - timeline.originPts()) * timeline.timeBase().toDouble();
    return Math.max(1, (long) Math.ceil(extracted.bytes() * 8 / seconds));
  }
}
