package io.framemill.protocol.media;

/**
 * Counts of the packets of one text track. Each is counted once.
 *
 * @param shown those whose text is in the output
 * @param damaged those that could not be decoded, or have no time
 * @param beforeProgramme those whose text ends before the programme starts
 * @param afterProgramme those whose text would appear after its end
 * @param withoutDuration those with zero duration in the source
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

  /** Counts of packets whose text is all in the output. */
  public static TextCount of(long shown) {
    return new TextCount(shown, 0, 0, 0, 0, 0);
  }
}
