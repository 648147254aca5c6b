package io.framemill.controller.plan;

import io.framemill.protocol.rendition.VideoRendition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one task of the picture encodes: {@code segments} segments from {@code firstSegment} on,
 * into a part of the ladder.
 */
record Chunk(int firstSegment, int segments, Share share) {
  /** The longest first; in the order of time where they are alike, so that a player can start. */
  static final Comparator<Chunk> DISPATCH_ORDER =
      Comparator.<Chunk>comparingDouble(chunk -> -chunk.segments() * chunk.share().costPerSecond())
          .thenComparingInt(Chunk::firstSegment);

  /** With some segments more at its end. */
  Chunk longer(int bySegments) {
    return new Chunk(firstSegment, segments + bySegments, share);
  }

  /** The name of its task; names of parts of the same chunk are in the order of the ladder. */
  String name() {
    String name = String.format(Locale.ROOT, "video-%05d", firstSegment);
    return share.part() == 0 ? name : name + "-" + share.part();
  }

  /**
   * A part of the ladder, or all of it.
   *
   * @param part which part, from 1; 0 for all of it
   * @param otherRenditions those of the ladder that it has not
   * @param costPerSecond of decoding the source and encoding its renditions
   */
  record Share(
      int part,
      List<VideoRendition> renditions,
      List<VideoRendition> otherRenditions,
      double costPerSecond) {}
}
