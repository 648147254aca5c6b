package io.framemill.controller.manifest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A variant stream of a master playlist (RFC 8216, 4.3.4.2).
 *
 * @param peakBitsPerSecond {@code BANDWIDTH}
 * @param averageBitsPerSecond {@code AVERAGE-BANDWIDTH}
 * @param attributes all other attributes, in the form of the tag
 * @param uri the media playlist
 */
record Variant(long peakBitsPerSecond, long averageBitsPerSecond, String attributes, String uri) {
  /** Average bit rate of the first variant, by Apple's HLS authoring specification (1.32). */
  private static final long DEFAULT_BITS_PER_SECOND = 2_000_000;

  private static final Comparator<Variant> FALLING =
      Comparator.comparingLong(Variant::peakBitsPerSecond).reversed();

  /**
   * The order of a playlist: the variant nearest to 2 Mb/s on average comes first, because players
   * start with it; then the others, largest first.
   */
  static List<Variant> inOrder(List<Variant> variants) {
    List<Variant> ordered = new ArrayList<>(variants);
    ordered.sort(FALLING);
    ordered.stream()
        .min(Comparator.comparingLong(Variant::distanceFromDefault))
        .ifPresent(
            first -> {
              ordered.remove(first);
              ordered.add(0, first);
            });
    return ordered;
  }

  private long distanceFromDefault() {
    return Math.abs(averageBitsPerSecond - DEFAULT_BITS_PER_SECOND);
  }

  /** The tag and the URI line. */
  String lines() {
    return "#EXT-X-STREAM-INF:BANDWIDTH=%s,AVERAGE-BANDWIDTH=%s,%s\n%s\n"
        .formatted(peakBitsPerSecond, averageBitsPerSecond, attributes, uri);
  }
}
