package io.framemill.controller.manifest;

import io.framemill.protocol.ExtractedSubtitles;
import io.framemill.protocol.SubtitleRendition;
import io.framemill.protocol.Timeline;

/**
 * A subtitle rendition and what was extracted of it.
 *
 * @param timeline how the programme is cut into segments of text
 */
public record Text(SubtitleRendition rendition, Timeline timeline, ExtractedSubtitles extracted) {
  /** Bits per second of the file that holds the whole text, at least 1. */
  long bitsPerSecond() {
    double seconds = (timeline.endPts() - timeline.originPts()) * timeline.timeBase().toDouble();
    return Math.max(1, (long) Math.ceil(extracted.bytes() * 8 / seconds));
  }
}
