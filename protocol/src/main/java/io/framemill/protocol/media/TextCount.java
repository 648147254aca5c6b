package io.framemill.protocol.media;

/**
 * What became of the packets of one text track. Each is counted once.
 *
 * @param shown those whose text comes out
 * @param damaged those that could not be decoded, or have no time
 * @param beforeProgramme those whose text goes before the programme begins
 * @param afterProgramme those whose text would appear after its end
 * @param withoutDuration those that the source shows for no time
 * @param empty those without text, such as pauses and comments
 */
public record TextCount(
    long shown,
    long damaged,
    long beforeProgramme,
    long afterProgramme,
    long withoutDuration,
    long empty) {
  public TextCount {
    if (Math.min(Math.min(shown, damaged), Math.min(beforeProgramme, afterProgramme)) < 0
        || Math.min(withoutDuration, empty) < 0) {
      throw new IllegalArgumentException("negative number of packets");
    }
  }

  /** Of packets that all come out. */
  public static TextCount of(long shown) {
    return new TextCount(shown, 0, 0, 0, 0, 0);
  }
}
