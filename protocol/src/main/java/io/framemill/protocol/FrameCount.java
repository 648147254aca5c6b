package io.framemill.protocol;

import java.util.function.LongBinaryOperator;

/**
 * What became of the pictures of one chunk.
 *
 * @param decoded pictures decoded, those outside the chunk included
 * @param inChunk of them, those whose time lies in the chunk, whether they are shown or not
 * @param notShown of those, the ones that are not later than the picture before them
 * @param held pictures of the output that repeat the source's last one behind its end
 * @param heldTicks how long the chunk goes on behind the end of the source's last picture, in ticks
 *     of the output
 * @param damaged packets and pictures of the chunk that could not be decoded, or only in part;
 *     every one of a source is counted in one chunk
 * @param damagedAround packets outside the chunk, decoded on the way to it or after it, that could
 *     not be
 */
public record FrameCount(
    long decoded,
    long inChunk,
    long notShown,
    long held,
    long heldTicks,
    long damaged,
    long damagedAround) {
  public static final FrameCount NONE = of(0);

  /** An undamaged chunk of so many pictures, all shown, with nothing decoded around it. */
  public static FrameCount of(long pictures) {
    return new FrameCount(pictures, pictures, 0, 0, 0, 0, 0);
  }

  /** The sum over different chunks. */
  public FrameCount plus(FrameCount other) {
    return combined(other, Long::sum);
  }

  /** What two tasks counted that decoded the same chunk, as if one had. */
  public FrameCount sameChunk(FrameCount other) {
    return combined(other, Math::max);
  }

  private FrameCount combined(FrameCount other, LongBinaryOperator operator) {
    return new FrameCount(
        operator.applyAsLong(decoded, other.decoded),
        operator.applyAsLong(inChunk, other.inChunk),
        operator.applyAsLong(notShown, other.notShown),
        operator.applyAsLong(held, other.held),
        operator.applyAsLong(heldTicks, other.heldTicks),
        operator.applyAsLong(damaged, other.damaged),
        operator.applyAsLong(damagedAround, other.damagedAround));
  }
}
