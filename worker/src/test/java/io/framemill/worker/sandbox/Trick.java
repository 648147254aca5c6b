package io.framemill.worker.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A file that tries to make whoever reads it open another file or a connection.
 *
 * @param title for the test's name
 * @param fileName how it is submitted
 * @param content what it holds, given the traps that it is to lead to
 * @param answer part of the sentence that refuses it; {@link #PLAYS} if it is to be read as the
 *     plain media that it also is
 * @param bareOptions with which a program that sets no limits would open it
 * @param bites whether such a program steps into a trap, in this release of FFmpeg
 */
record Trick(
    String title,
    String fileName,
    Function<Traps, byte[]> content,
    String answer,
    Map<String, String> bareOptions,
    boolean bites) {
  static final String PLAYS = "";

  /**
   * What a trick leads to.
   *
   * @param file absolute path of a file that must not be opened
   * @param address {@code host:port} of a server that must not be connected to
   */
  record Traps(Path file, String address) {}

  /** A trick in a text file that today's libavformat does not fall for, or not always. */
  static Trick ofText(
      String title, String fileName, String answer, Function<Traps, String> content) {
    return new Trick(title, fileName, inUtf8(content), answer, Map.of(), false);
  }

  /** The same, where libavformat without limits falls for it. */
  Trick thatBites() {
    return new Trick(title, fileName, content, answer, bareOptions, true);
  }

  /** The same, where libavformat falls for it with these options. */
  Trick thatBitesWith(Map<String, String> options) {
    return new Trick(title, fileName, content, answer, options, true);
  }

  static Function<Traps, byte[]> inUtf8(Function<Traps, String> text) {
    return traps -> text.apply(traps).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return title + " as " + fileName;
  }
}
