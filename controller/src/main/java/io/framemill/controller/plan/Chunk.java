package io.framemill.controller.plan;

import io.framemill.protocol.rendition.VideoRendition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Work of one video task: {@code segments} segments from {@code firstSegment} on, for all or a part
 * of the ladder.
 */
record Chunk(int firstSegment, int segments, Share share) {
  /** The longest first; equals in order of time, so that a player can start early. */
  static final Comparator<Chunk> DISPATCH_ORDER =
      Comparator.<Chunk>comparingDouble(chunk -> -chunk.segments() * chunk.share().costPerSecond())
          .thenComparingInt(Chunk::firstSegment);

  /** Extended by some segments at the end. */
  Chunk longer(int bySegments) {
    return new Chunk(firstSegment, segments + bySegments, share);
  }

  /** Name of its task; names of parts of the same chunk sort in ladder order. */
  String name() {
    String name = String.format(Locale.ROOT, "video-%05d", firstSegment);
    return share.part() == 0 ? name : name + "-" + share.part();
  }

  /**
   * A part of the ladder, or all of it.
   *
   * @param part which part, from 1; 0 for all of it
   * @param otherRenditions renditions of the ladder that are not in this part
   * @param costPerSecond cost per second of decoding the source and encoding these renditions
   */
  record Share(
      int part,
      List<VideoRendition> renditions,
      List<VideoRendition> otherRenditions,
      double costPerSecond) {}
}
