package io.framemill.controller.http.message;

import io.framemill.protocol.WorkerStatus;
import java.util.List;

/** The workers that sent a heartbeat lately, by host and id. */
public record WorkerList(List<WorkerStatus> workers) {
  public WorkerList {
    workers = List.copyOf(workers);
  }
}
