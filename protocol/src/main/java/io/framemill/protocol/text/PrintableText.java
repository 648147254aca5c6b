package io.framemill.protocol.text;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/**
 * Text from outside, such as a file's name, a track's title or an error of another program, escaped
 * for display in one line. Characters that could end the line, control the terminal or reorder text
 * become visible: {@code \n}, {@code \u001b}. Other text is unchanged, including backslashes, so
 * that escaping twice changes nothing.
 *
 * <p>Zero-width characters, such as joiners, are kept, because scripts and emoji need them: texts
 * that look the same may differ.
 *
 * <p>Not printable are control characters (C0, DEL, C1), the line and paragraph separators, marks,
 * embeddings, overrides and isolates of the bidirectional algorithm (UAX #9), and unpaired
 * surrogates.
 */
public final class PrintableText {
  private PrintableText() {}

  /** Escapes a text. */
  public static String of(String text) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            letter -> {
              if (isPrintable(letter)) {
                line.appendCodePoint(letter);
              } else {
                line.append(escape(letter));
              }
            });
    return line.toString();
  }

  /** Replaces each unprintable character. */
  public static String replace(String text, char replacement) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(letter -> isPrintable(letter) ? letter : replacement)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  /** A stack trace, with one line for each message and frame; no line end at the end. */
  public static String stackTrace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new TraceWriter(trace));
    return trace.toString().stripTrailing();
  }

  /** Whether there is nothing to escape. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(PrintableText::isPrintable);
  }

  static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> !isDirectional(codePoint);
    };
  }

  private static boolean isDirectional(int codePoint) {
    return codePoint == 0x061c
        || codePoint == 0x200e
        || codePoint == 0x200f
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }

  private static String escape(int codePoint) {
    return switch (codePoint) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, "\\u%04x", codePoint);
    };
  }

  /** {@link Throwable} prints each line with one call, indented by tabs. */
  private static final class TraceWriter extends PrintWriter {
    TraceWriter(StringWriter out) {
      super(out);
    }

    @Override
    public void println(Object line) {
      println(String.valueOf(line));
    }

    @Override
    public void println(String line) {
      int indent = 0;
      while (indent < line.length() && line.charAt(indent) == '\t') {
        indent++;
      }
      write(line.substring(0, indent) + of(line.substring(indent)) + '\n');
    }
  }
}
