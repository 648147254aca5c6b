package io.framemill.protocol;

/**
 * What one task wrote of one subtitle rendition.
 *
 * @param name the rendition's name
 * @param segments number of segments, numbered from 1 without a hole
 * @param cues texts shown in all of the programme; one that stands in several segments counts once
 * @param bytes size of the file that holds all of them
 * @param damagedPackets packets of the source that could not be decoded
 */
public record ExtractedSubtitles(
    String name, int segments, int cues, long bytes, long damagedPackets) {
  public ExtractedSubtitles {
    Names.require(name);
    if (segments <= 0 || cues < 0 || bytes <= 0 || damagedPackets < 0) {
      throw new IllegalArgumentException(
          cues + " cues in " + segments + " segments, " + bytes + " bytes, " + damagedPackets);
    }
  }
}
