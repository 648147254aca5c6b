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

/** Removes the uploads that nobody needs any more, now and then, on a thread of its own. */
public final class UploadSweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(UploadSweeper.class);

  private final Uploads uploads;
  private final Function<String, List<JobStatus>> jobsOf;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(UploadSweeper::daemon);

  /** Why the last look failed, so that it is said once; its thread alone uses it. */
  private String problem = "";

  private UploadSweeper(Uploads uploads, Function<String, List<JobStatus>> jobsOf) {
    this.uploads = uploads;
    this.jobsOf = jobsOf;
  }

  /**
   * Starts to look.
   *
   * @param jobsOf the jobs that were submitted with a source of that key
   * @param period pause between two looks, and before the first
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

  // Whatever goes wrong once may go well the next time.
  private void sweep() {
    try {
      uploads.sweep(jobsOf).forEach(id -> log.info("Removed upload {}: nobody needs it", id));
      problem = "";
    } catch (StandbyException e) {
      log.debug("The active controller looks after the uploads", e);
    } catch (IOException | RuntimeException e) {
      String now = String.valueOf(e.getMessage());
      if (!now.equals(problem)) {
        log.warn("Uploads that nobody needs are not removed for now ({})", now);
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
