package io.framemill.protocol.media;

/**
 * Counts of the pictures of one chunk.
 *
 * @param decoded pictures decoded, those outside the chunk included
 * @param inChunk of them, those whose time lies in the chunk, shown or not
 * @param notShown of those, the ones that are not later than the previous picture
 * @param held output pictures that repeat the source's last one after its end
 * @param heldTicks length of the chunk after the end of the source's last picture, in ticks of the
 *     output
 * @param damaged packets and pictures of the chunk that could not be decoded, or only in part; each
 *     is counted in one chunk only
 * @param damagedAround packets outside the chunk, before or after it, that could not be decoded
 * @param missing pictures that the inspection counted in the chunk beyond {@code inChunk}; 0 from a
 *     worker: the controller sets it
 */
public record FrameCount(
    long decoded,
    long inChunk,
    long notShown,
    long held,
    long heldTicks,
    long damaged,
    long damagedAround,
    long missing) {
  public static final FrameCount NONE = of(0);

  public FrameCount {
    requireNotNegative(decoded, "decoded");
    requireNotNegative(inChunk, "inChunk");
    requireNotNegative(notShown, "notShown");
    requireNotNegative(held, "held");
    requireNotNegative(heldTicks, "heldTicks");
    requireNotNegative(damaged, "damaged");
    requireNotNegative(damagedAround, "damagedAround");
    requireNotNegative(missing, "missing");
  }

  private static void requireNotNegative(long value, String name) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is negative: " + value);
    }
  }

  /** Counts of an undamaged chunk: all pictures shown, none decoded around it. */
  public static FrameCount of(long pictures) {
    return new FrameCount(pictures, pictures, 0, 0, 0, 0, 0, 0);
  }

  /** Whether its pictures may differ from those of another decoder. */
  public boolean isDamaged() {
    return damaged + damagedAround + missing > 0;
  }

  /** The same with another number of missing pictures. */
  public FrameCount withMissing(long pictures) {
    return new FrameCount(
        decoded, inChunk, notShown, held, heldTicks, damaged, damagedAround, pictures);
  }

  /** The sum over different chunks. */
  public FrameCount plus(FrameCount other) {
    return new FrameCount(
        decoded + other.decoded,
        inChunk + other.inChunk,
        notShown + other.notShown,
        held + other.held,
        heldTicks + other.heldTicks,
        damaged + other.damaged,
        damagedAround + other.damagedAround,
        missing + other.missing);
  }

  /** Merges the counts of two tasks that decoded the same chunk: the worse of each. */
  public FrameCount sameChunk(FrameCount other) {
    return new FrameCount(
        Math.max(decoded, other.decoded),
        Math.min(inChunk, other.inChunk),
        Math.max(notShown, other.notShown),
        Math.max(held, other.held),
        Math.max(heldTicks, other.heldTicks),
        Math.max(damaged, other.damaged),
        Math.max(damagedAround, other.damagedAround),
        Math.max(missing, other.missing));
  }
}
