package io.framemill.cli.view;

import io.framemill.cli.console.FailureLine;
import io.framemill.cli.console.ReadableUnits;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.text.PrintableText;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The story of jobs as lines for a log, each with its time and job; while nothing else happens, one
 * every few seconds says how far the job is.
 */
final class PlainView implements JobView {
  private static final long PROGRESS_MILLIS = 5_000;

  private final PrintStream err;
  private final DateTimeFormatter time;
  private final Map<JobId, Long> lastLineMillis = new HashMap<>();

  PlainView(PrintStream err, ZoneId zone) {
    this.err = err;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  @Override
  public synchronized void show(JobEvent event) {
    if (event.kind() == Kind.TASK_QUEUED || event.kind() == Kind.TASK_STARTED) {
      return; // Its end is a line; job.json has the rest.
    }
    JobId job = event.status().job();
    long last = lastLineMillis.getOrDefault(job, Long.MIN_VALUE / 2);
    boolean isProgress = event.kind() == Kind.PROGRESS;
    if (!isProgress || event.atEpochMillis() - last >= PROGRESS_MILLIS) {
      lastLineMillis.put(job, event.atEpochMillis());
      err.println(
          time.format(Instant.ofEpochMilli(event.atEpochMillis()))
              + " "
              + job
              + " "
              + (isProgress ? progress(event.status()) : PrintableText.of(text(event))));
    }
  }

  @Override
  public void note(String text) {
    err.println(text);
  }

  /** How far a job is, such as {@code 62%, 449/720 frames, 48.1 fps, 2.00x, ETA 0:07}. */
  static String progress(JobStatus job) {
    Long eta = job.etaMillis();
    return ReadableUnits.percent(job.percent())
        + (job.totalFrames() == 0 ? "" : ", " + job.frames() + "/" + job.totalFrames() + " frames")
        + (job.totalFrames() == 0 ? "" : ", " + ReadableUnits.frameRate(job.framesPerSecond()))
        + ", "
        + ReadableUnits.speed(job.speed())
        + (eta == null ? "" : ", ETA " + ReadableUnits.clock(eta));
  }

  private static String text(JobEvent event) {
    return event.kind() == Kind.FAILED
        ? "Failed: " + FailureLine.of(event.status().name(), event.message())
        : event.message();
  }
}
