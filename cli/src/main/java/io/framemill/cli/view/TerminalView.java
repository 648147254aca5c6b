package io.framemill.cli.view;

import io.framemill.cli.console.StderrAppender;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.text.PrintableText;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A line for each running job, drawn over several times a second; what is worth keeping scrolls
 * away above. Log lines come through here as well, so that they do not tear the drawing.
 */
final class TerminalView implements JobView {
  private static final int MAX_LINES = 10;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final String CLEAR_BELOW = "\r\u001b[0J";
  // A line that is wider than it seems must not wrap: the way back up would be longer.
  private static final String WRAP_OFF = "\u001b[?7l";
  private static final String WRAP_ON = "\u001b[?7h";

  private final PrintStream err;
  private final ProgressLine line;
  private final LongSupplier nanoTime;
  private final Map<JobId, JobStatus> running = new LinkedHashMap<>();
  private int drawnLines;
  private long drawnAtNanos;

  /**
   * @param nanoTime such as {@link System#nanoTime}
   */
  TerminalView(PrintStream err, ProgressLine line, LongSupplier nanoTime) {
    this.err = err;
    this.line = line;
    this.nanoTime = nanoTime;
    this.drawnAtNanos = nanoTime.getAsLong() - REDRAW_NANOS;
  }

  /** Takes the log lines of this process as well, until it is closed. */
  void takeLogLines() {
    StderrAppender.redirect(this::note);
  }

  @Override
  public synchronized void show(JobEvent event) {
    JobStatus status = event.status();
    if (status.state().isEnd()) {
      running.remove(status.job());
      note(line.ended(status));
      return;
    }
    running.put(status.job(), status);
    if (event.kind() == Kind.RETRY || event.kind() == Kind.WARNING) {
      note(PrintableText.of(status.name() + ": " + event.message()));
    } else if (nanoTime.getAsLong() - drawnAtNanos >= REDRAW_NANOS) {
      err.print(erase() + draw());
      err.flush();
    }
  }

  @Override
  public synchronized void note(String text) {
    err.print(erase() + text + "\n" + draw());
    err.flush();
  }

  @Override
  public synchronized void close() {
    StderrAppender.redirect(null);
    running.clear();
    err.print(erase());
    err.flush();
  }

  private String erase() {
    String erase = drawnLines == 0 ? "" : "\u001b[" + drawnLines + "A" + CLEAR_BELOW;
    drawnLines = 0;
    return erase;
  }

  private String draw() {
    drawnAtNanos = nanoTime.getAsLong();
    if (running.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(WRAP_OFF);
    running.values().stream().limit(MAX_LINES).forEach(job -> add(text, line.running(job)));
    if (running.size() > MAX_LINES) {
      add(text, "and " + (running.size() - MAX_LINES) + " more");
    }
    return text.append(WRAP_ON).toString();
  }

  private void add(StringBuilder text, String drawn) {
    text.append(drawn).append('\n');
    drawnLines++;
  }
}
