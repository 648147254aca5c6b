package io.framemill.controller.manifest;

/** Numbers in the names of files. A film has a hundred thousand, too many for a formatter. */
public final class FileNumbers {
  private static final String ZEROS = "00000";

  private FileNumbers() {}

  /**
   * A number with five digits, or more if it has them.
   *
   * @param number from 0
   */
  public static String of(int number) {
    String digits = Integer.toString(number);
    return ZEROS.substring(Math.min(ZEROS.length(), digits.length())) + digits;
  }
}
