package io.framemill.controller.job.state;

import io.framemill.protocol.JobId;
import org.slf4j.MDC;

/** Adds a job's id to every log line of a block. */
public final class LogContext implements AutoCloseable {
  private static final String JOB_ID = "jobId";

  private LogContext() {}

  public static LogContext of(JobId job) {
    MDC.put(JOB_ID, job.value());
    return new LogContext();
  }

  @Override
  public void close() {
    MDC.remove(JOB_ID);
  }
}
