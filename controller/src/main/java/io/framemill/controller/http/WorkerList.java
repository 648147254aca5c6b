package io.framemill.controller.http;

import io.framemill.protocol.WorkerStatus;
import java.util.List;

/** The workers that were heard of lately, by host and id. */
record WorkerList(List<WorkerStatus> workers) {
  WorkerList {
    workers = List.copyOf(workers);
  }
}
