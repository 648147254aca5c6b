package io.framemill.cli.view;

import io.framemill.cli.console.ReadableUnits;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One job on one line: name, bar, percent, frames, rate, speed, time to go. What does not fit is
 * left out, the least useful first. Pure.
 *
 * @param columns width that the line may have, from 1
 * @param unicode whether letters beyond ASCII may be used
 * @param colour whether ANSI colours may be used; they do not count as width
 */
record ProgressLine(int columns, boolean unicode, boolean colour) {
  private static final int NAME_COLUMNS = 24;
  private static final int MIN_NAME_COLUMNS = 8;
  private static final int BAR_COLUMNS = 30;
  private static final int MIN_BAR_COLUMNS = 8;
  private static final String GAP = "  ";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String CYAN = "\u001b[36m";
  private static final String PLAIN = "\u001b[0m";

  /** The line of a running job. */
  String running(JobStatus job) {
    int nameColumns = Math.min(NAME_COLUMNS, Math.max(MIN_NAME_COLUMNS, columns / 3));
    String name = pad(shorten(PrintableText.of(job.name()), nameColumns), nameColumns);
    List<String> facts = facts(job);
    while (facts.size() > 1 && width(name, facts) + GAP.length() + MIN_BAR_COLUMNS > columns) {
      facts.remove(facts.size() - 1);
    }
    int room = columns - width(name, facts) - GAP.length();
    String bar =
        room < MIN_BAR_COLUMNS ? "" : GAP + bar(job.percent(), Math.min(BAR_COLUMNS, room));
    String line = name + bar + GAP + String.join(GAP, inReadingOrder(facts));
    return room < -GAP.length() ? shorten(line, columns) : line;
  }

  /** The last line of a job that has ended. */
  String ended(JobStatus job) {
    String name = pad(shorten(PrintableText.of(job.name()), NAME_COLUMNS), NAME_COLUMNS);
    if (job.state() == JobState.DONE) {
      return name + GAP + paint(GREEN, "done") + GAP + summary(job);
    }
    return job.state() == JobState.FAILED
        ? name + GAP + paint(RED, "failed") + GAP + PrintableText.of(String.valueOf(job.failure()))
        : name + GAP + paint(RED, "cancelled");
  }

  /** Frames and time of a finished job. */
  static String summary(JobStatus job) {
    Long ended = job.endedEpochMillis();
    String time =
        ended == null ? "" : " in " + ReadableUnits.clock(ended - job.createdEpochMillis());
    return (job.frames() == 0 ? "sound only" : job.frames() + " frames") + time;
  }

  /** The most useful first. */
  private static List<String> facts(JobStatus job) {
    List<String> facts = new ArrayList<>();
    facts.add(String.format(Locale.ROOT, "%4s", ReadableUnits.percent(job.percent())));
    Long eta = job.etaMillis();
    facts.add(
        String.format(Locale.ROOT, "ETA %5s", eta == null ? "-:--" : ReadableUnits.clock(eta)));
    facts.add(String.format(Locale.ROOT, "%6s", ReadableUnits.speed(job.speed())));
    if (job.totalFrames() > 0) {
      facts.add(String.format(Locale.ROOT, "%9s", ReadableUnits.frameRate(job.framesPerSecond())));
      String total = String.valueOf(job.totalFrames());
      facts.add(" ".repeat(digitsMissing(job.frames(), total)) + job.frames() + "/" + total);
    }
    return facts;
  }

  private static int digitsMissing(long number, String total) {
    return Math.max(0, total.length() - String.valueOf(number).length());
  }

  /** Percent, frames, rate, speed, time to go: from what was to what will be. */
  private static List<String> inReadingOrder(List<String> facts) {
    List<String> ordered = new ArrayList<>(facts.subList(0, 1));
    for (int i = facts.size() - 1; i > 0; i--) {
      ordered.add(facts.get(i));
    }
    return ordered;
  }

  private static int width(String name, List<String> facts) {
    int width = columnsOf(name);
    for (String fact : facts) {
      width += GAP.length() + fact.length();
    }
    return width;
  }

  private String bar(double percent, int width) {
    int full = (int) Math.floor(Math.max(0, Math.min(100, percent)) * width / 100);
    return unicode
        ? paint(CYAN, "\u2501".repeat(full)) + "\u2500".repeat(width - full)
        : "#".repeat(full) + "-".repeat(width - full);
  }

  private String paint(String ansi, String text) {
    return colour && !text.isEmpty() ? ansi + text + PLAIN : text;
  }

  private static String pad(String name, int width) {
    return name + " ".repeat(Math.max(0, width - columnsOf(name)));
  }

  /** Keeps beginning and end, which is where names of a series differ. */
  private String shorten(String text, int width) {
    int[] letters = text.codePoints().toArray();
    if (letters.length <= width) {
      return text;
    }
    String mark = unicode ? "\u2026" : "~";
    int tail = (width - 1) / 2;
    int head = Math.max(0, width - 1 - tail);
    return new String(letters, 0, head) + mark + new String(letters, letters.length - tail, tail);
  }

  private static int columnsOf(String text) {
    return text.codePointCount(0, text.length());
  }
}
