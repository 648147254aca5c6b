package io.framemill.protocol.rendition;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.text.Names;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The output of one task for one rendition.
 *
 * @param name the rendition's name
 * @param codecs RFC 6381 codec string, such as {@code avc1.640028}
 * @param initSha256 lower-case hex digest of {@code init.mp4}: equal for all chunks
 * @param timeBase seconds per tick of the segments' times
 * @param segments ascending by number; a segment without a frame is absent
 */
public record EncodedRendition(
    String name,
    String codecs,
    String initSha256,
    Rational timeBase,
    List<EncodedSegment> segments) {
  private static final Pattern CODECS =
      Pattern.compile("[A-Za-z0-9]{4}(\\.[A-Za-z0-9]{1,20}){0,10}");
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{2,64}");

  public EncodedRendition {
    Names.require(name);
    if (!CODECS.matcher(codecs).matches()) {
      throw new IllegalArgumentException("not a codec string: " + codecs);
    }
    if (!HEXADECIMAL.matcher(initSha256).matches()) {
      throw new IllegalArgumentException("not a digest: " + initSha256);
    }
    Objects.requireNonNull(timeBase, "timeBase");
    segments = SegmentList.of(segments);
  }
}
