package io.framemill.worker.media.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the text of one ASS event, libavcodec's form of all text subtitles, to the text of a
 * WebVTT cue (W3C WebVTT, 4.2.2). Bold, italic and underline are kept; all other styling, comments
 * and drawings are dropped, and so are blank lines, which would end a cue. Pure.
 */
final class AssText {
  private static final Pattern SWITCH = Pattern.compile("([biup])(\\d{0,4})");
  private static final int MIN_BOLD_WEIGHT = 600;

  /** libavcodec writes it after a literal backslash, so that it does not start an escape. */
  private static final char WORD_JOINER = '\u2060';

  private final StringBuilder out = new StringBuilder();
  private final Map<String, Boolean> wanted = new LinkedHashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final boolean isScript;
  private boolean drawing;
  private boolean breakIsDue;
  private boolean spaceIsDue;

  private AssText(boolean isScript) {
    this.isScript = isScript;
  }

  /**
   * Converts.
   *
   * @param ass the event's last field
   * @param isScript whether the source is ASS: then braces without a backslash contain a comment.
   *     Decoders of other formats emit literal braces
   * @return empty if there is no visible text; never with a blank line
   */
  static String toWebVtt(String ass, boolean isScript) {
    AssText text = new AssText(isScript);
    text.read(ass);
    text.wanted.clear();
    text.closeUnwanted();
    return text.out.toString();
  }

  private void read(String ass) {
    int at = 0;
    while (at < ass.length()) {
      int end = ass.charAt(at) == '{' ? ass.indexOf('}', at) : -1;
      if (end > at && isDropped(ass.substring(at + 1, end))) {
        override(ass.substring(at + 1, end));
        at = end + 1;
      } else if (ass.charAt(at) == '\\' && at + 1 < ass.length()) {
        at += escape(ass.charAt(at + 1));
      } else {
        at += character(ass.codePointAt(at));
      }
    }
  }

  private boolean isDropped(String block) {
    return isScript || block.isEmpty() || block.contains("\\");
  }

  /** Returns the number of characters consumed. */
  private int escape(char next) {
    switch (next) {
      case 'N' -> breakIsDue = true;
      case 'n' -> spaceIsDue = true;
      case 'h' -> show('\u00a0');
      case '{', '}', '\\' -> show(next);
      case WORD_JOINER -> show('\\');
      default -> {
        show('\\');
        return 1;
      }
    }
    return 2;
  }

  private int character(int codePoint) {
    if (codePoint == '\n') {
      breakIsDue = true;
    } else if (codePoint == ' ' || codePoint == '\t') {
      spaceIsDue = true;
    } else if (!Character.isISOControl(codePoint)) {
      show(codePoint);
    }
    return Character.charCount(codePoint);
  }

  private void show(int codePoint) {
    if (drawing) {
      return;
    }
    if (!out.isEmpty()) {
      out.append(breakIsDue ? "\n" : spaceIsDue ? " " : "");
    }
    breakIsDue = false;
    spaceIsDue = false;
    wanted.forEach(
        (tag, on) -> {
          if (on && !open.contains(tag)) {
            open.push(tag);
            out.append('<').append(tag).append('>');
          }
        });
    switch (codePoint) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      default -> out.appendCodePoint(codePoint);
    }
  }

  private void override(String block) {
    String[] tags = block.split("\\\\");
    for (int i = 1; i < tags.length; i++) {
      String tag = tags[i].strip();
      Matcher matcher = SWITCH.matcher(tag);
      if (matcher.matches()) {
        set(matcher.group(1), matcher.group(2).isEmpty() ? 0 : Integer.parseInt(matcher.group(2)));
      } else if (tag.startsWith("r") && !tag.startsWith("rnd")) {
        wanted.clear();
      }
    }
    closeUnwanted();
  }

  private void set(String tag, int value) {
    if (tag.equals("p")) {
      drawing = value > 0;
    } else {
      wanted.put(tag, value == 1 || tag.equals("b") && value >= MIN_BOLD_WEIGHT);
    }
  }

  /** Closes tags up to the outermost one that ends; {@link #show} opens the others again. */
  private void closeUnwanted() {
    while (open.stream().anyMatch(tag -> !wanted.getOrDefault(tag, false))) {
      out.append("</").append(open.pop()).append('>');
    }
  }
}
