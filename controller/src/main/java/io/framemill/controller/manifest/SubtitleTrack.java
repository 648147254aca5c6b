package io.framemill.controller.manifest;

import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.SubtitleRendition;

/**
 * A subtitle rendition and its extracted text.
 *
 * @param timeline text segments of the programme
 */
public record SubtitleTrack(
    SubtitleRendition rendition, Timeline timeline, ExtractedSubtitles extracted) {
  /** Bits per second of the file with the whole text, at least 1. */
  long bitsPerSecond() {
    double seconds = (timeline.endPts() - timeline.originPts()) * timeline.timeBase().toDouble();
    return Math.max(1, (long) Math.ceil(extracted.bytes() * 8 / seconds));
  }
}
