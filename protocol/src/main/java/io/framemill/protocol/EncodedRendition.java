package io.framemill.protocol;

import java.util.List;
import java.util.Objects;

/**
 * What one task wrote of one rendition.
 *
 * @param name the rendition's name
 * @param codecs RFC 6381 codec string, such as {@code avc1.640028}
 * @param initSha256 lower-case hex digest of {@code init.mp4}: equal from every chunk
 * @param timeBase seconds per tick of the segments' times
 * @param segments ascending by number; a segment without a frame is absent
 */
public record EncodedRendition(
    String name,
    String codecs,
    String initSha256,
    Rational timeBase,
    List<EncodedSegment> segments) {
  public EncodedRendition {
    Names.require(name);
    Objects.requireNonNull(codecs, "codecs");
    Objects.requireNonNull(initSha256, "initSha256");
    Objects.requireNonNull(timeBase, "timeBase");
    segments = List.copyOf(segments);
  }
}
