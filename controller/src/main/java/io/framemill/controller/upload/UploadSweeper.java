package io.framemill.controller.upload;

import io.framemill.controller.api.StandbyException;
import io.framemill.protocol.JobStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes expired uploads periodically, on its own thread. */
public final class UploadSweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UploadSweeper.class);

  private final Uploads uploads;
  private final Function<String, List<JobStatus>> jobsOf;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(UploadSweeper::daemon);

  /** Why the last sweep failed, so that it is logged once; used by the thread only. */
  private String problem = "";

  private UploadSweeper(Uploads uploads, Function<String, List<JobStatus>> jobsOf) {
    this.uploads = uploads;
    this.jobsOf = jobsOf;
  }

  /**
   * Starts the thread.
   *
   * @param jobsOf returns the jobs of a source, by storage key
   * @param period pause between two sweeps, and before the first
   */
  public static UploadSweeper start(
      Uploads uploads, Function<String, List<JobStatus>> jobsOf, Duration period) {
    UploadSweeper sweeper = new UploadSweeper(uploads, jobsOf);
    ScheduledFuture<?> unused =
        sweeper.thread.scheduleWithFixedDelay(
            sweeper::sweep, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    return sweeper;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  // Any failure may be temporary: the next sweep tries again.
  private void sweep() {
    try {
      uploads.sweep(jobsOf).forEach(id -> log.info("Deleted expired upload {}", id));
      problem = "";
    } catch (StandbyException e) {
      log.debug("The active controller looks after the uploads", e);
    } catch (IOException | RuntimeException e) {
      String now = String.valueOf(e.getMessage());
      if (!now.equals(problem)) {
        log.warn("Expired uploads cannot be deleted now ({})", now);
        problem = now;
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "upload-sweeper");
    thread.setDaemon(true);
    return thread;
  }
}
