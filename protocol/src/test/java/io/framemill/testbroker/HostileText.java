package io.framemill.testbroker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Strings that attack whoever writes them on a line: line breaks, control sequences of terminals,
 * marks of formats. The same ones for each seed. Not thread-safe.
 */
public final class HostileText {
  /** How a forged line of a log begins; nothing of ours is as old. */
  private static final String FORGED = "1999-12-31T23:59:59.999Z";

  private static final List<String> PARTS =
      List.of(
          "\n" + FORGED + " INFO  - Story: forged",
          "\r" + FORGED + " ERROR - Story: forged",
          "\u0085" + FORGED + " forged",
          "\u2028" + FORGED + " forged",
          "\n\tat forged.Frame.of(Frame.java:1)",
          "\r\nX-Forged: 1\r\n\r\n",
          "\ndata: {}\n\nevent: FORGED",
          "\n#EXT-X-FORGED\n#EXTINF:",
          "\n\n98:00:00.000 --> 99:00:00.000\n",
          "\u001b[2J\u001b[31m",
          "\u001b]0;title\u0007",
          "\u009b2J",
          "\u0090q\u009c",
          "\b\b\b\u007f",
          "\t",
          "\u000b\f",
          "\u0000",
          "\u2029",
          "\u202egpm.exe",
          "\u202a\u202b\u202c\u202d",
          "\u2066\u2067\u2068\u2069",
          "\u200f1\u200e-\u061c2",
          "\ud800",
          "\udfff",
          "\ud83d\ude00",
          "\",NAME=\"x\",URI=\"",
          "'; drop table job; --",
          "]]></Period><x a='&",
          "{} %n %s ${x} \\n \\",
          "\u05e9\u05dc\u05d5\u05dd",
          "Ünïcödé 映画",
          "film");

  /** How a forged line of a log, a stack trace, a header, an event, a playlist or a text begins. */
  private static final List<String> FORGED_LINES =
      List.of(FORGED, "at forged", "X-Forged", "event: FORGED", "#EXT-X-FORGED", "98:00:00.000");

  /** What may stand in no line; but for a tab that indents. Written apart from what is tested. */
  private static final Pattern RAW =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  private static final int MAX_NAME_BYTES = 120;

  private final Random random;

  public HostileText(long seed) {
    random = new Random(seed);
  }

  /** The next string: one to five attacks in a row. */
  public String next() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  /** The next string that could not be printed as it is. */
  public String nextUnprintable() {
    String text = next();
    while (!RAW.matcher(text).find()) {
      text = next();
    }
    return text;
  }

  /** The next one that Linux takes as a file's name, and that could not be printed as it is. */
  public String nextFileName() {
    String name = "";
    while (!RAW.matcher(name).find()) {
      name = next().replaceAll("[/\\u0000\\p{Cs}]", "_");
      while (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
        name = name.substring(name.offsetByCodePoints(0, 1));
      }
    }
    return name;
  }

  /** Lines of an output that attack a person or a program that reads them; empty if it is sound. */
  public static List<String> attacks(String output) {
    List<String> attacks = new ArrayList<>();
    for (String line : output.split("\n", -1)) {
      String words = line.replaceAll("^\t+", "");
      if (RAW.matcher(words).find() || FORGED_LINES.stream().anyMatch(words::startsWith)) {
        attacks.add(line);
      }
    }
    return attacks;
  }
}
