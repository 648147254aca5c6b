package io.framemill.controller.http.message;

import io.framemill.protocol.JobStatus;
import java.util.List;

/** All jobs, newest first. */
public record JobList(List<JobStatus> jobs) {
  public JobList {
    jobs = List.copyOf(jobs);
  }
}
