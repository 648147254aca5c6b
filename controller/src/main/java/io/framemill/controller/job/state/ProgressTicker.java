package io.framemill.controller.job.state;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures running jobs a few times a second, sends their progress to watchers, and logs it at
 * intervals. Owned by the controller's thread.
 */
public final class ProgressTicker {
  private static final Logger log = LoggerFactory.getLogger(ProgressTicker.class);
  private static final long TICK_MILLIS = 250;
  private static final long LOG_MILLIS = 10_000;

  private final JobRegistry registry;
  private final JobWatchers watchers;
  private long nextTickMillis;
  private long nextLogMillis;

  public ProgressTicker(JobRegistry registry, JobWatchers watchers) {
    this.registry = registry;
    this.watchers = watchers;
  }

  /** To be called often; does nothing until the next tick is due. */
  public void tick(long nowMillis) {
    if (nowMillis < nextTickMillis) {
      return;
    }
    nextTickMillis = nowMillis + TICK_MILLIS;
    boolean logIt = nowMillis >= nextLogMillis;
    nextLogMillis = logIt ? nowMillis + LOG_MILLIS : nextLogMillis;
    for (Job job : registry.active()) {
      if (job.row().state() == JobState.RUNNING) {
        JobStatusBuilder.sample(job, nowMillis);
        show(job, nowMillis, logIt);
      }
    }
  }

  private void show(Job job, long nowMillis, boolean logIt) {
    if (!logIt && !watchers.isWatched(job.id())) {
      return;
    }
    JobStatus status = registry.status(job);
    String line = line(status);
    if (logIt) {
      try (LogContext context = LogContext.of(job.id())) {
        log.info("{}", line);
      }
    }
    watchers.tell(job.id(), new JobEvent(0, nowMillis, JobEvent.Kind.PROGRESS, line, status));
  }

  private static String line(JobStatus status) {
    return String.format(
        Locale.ROOT,
        "%.0f %%, %.1f fps, %.2fx%s",
        status.percent(),
        status.framesPerSecond(),
        status.speed(),
        status.etaMillis() == null
            ? ""
            : ", " + EventMessages.seconds(status.etaMillis()) + " to go");
  }
}
