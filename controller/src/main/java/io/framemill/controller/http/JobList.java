package io.framemill.controller.http;

import io.framemill.protocol.JobStatus;
import java.util.List;

/** All jobs, newest first. */
record JobList(List<JobStatus> jobs) {
  JobList {
    jobs = List.copyOf(jobs);
  }
}
