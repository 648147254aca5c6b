package io.framemill.protocol.rendition;

import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.text.Names;
import java.util.Objects;

/**
 * The output of one task for one subtitle rendition.
 *
 * @param name the rendition's name
 * @param segments number of segments, numbered from 1 without gaps
 * @param cues cues in the whole programme; a cue in several segments counts once
 * @param bytes size of the file with all cues
 * @param packets counts of the packets of the source
 */
public record ExtractedSubtitles(
    String name, int segments, int cues, long bytes, TextCount packets) {
  public ExtractedSubtitles {
    Names.require(name);
    Objects.requireNonNull(packets, "packets");
    if (segments <= 0 || cues < 0 || bytes <= 0) {
      throw new IllegalArgumentException(
          cues + " cues in " + segments + " segments, " + bytes + " bytes");
    }
  }
}
