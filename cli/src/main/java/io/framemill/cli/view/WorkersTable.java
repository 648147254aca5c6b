package io.framemill.cli.view;

import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.protocol.WorkerStatus;
import java.util.List;

/** Workers as text for people. */
public final class WorkersTable {
  private WorkersTable() {}

  /**
   * A line for each worker, below a line of headings.
   *
   * @param nowMillis epoch
   */
  public static String of(List<WorkerStatus> workers, long nowMillis) {
    Table table = new Table("WORKER", "HOST", "VERSION", "SLOTS", "BUSY", "SPEED", "SEEN", "STATE");
    for (WorkerStatus worker : workers) {
      table.row(
          worker.worker(),
          worker.host(),
          worker.release(),
          String.valueOf(worker.slots()),
          String.valueOf(worker.busySlots()),
          worker.framesPerSecond() == 0 ? "-" : ReadableUnits.frameRate(worker.framesPerSecond()),
          // Another machine's clock may be ahead of ours.
          ReadableUnits.clock(Math.max(0, nowMillis - worker.lastSeenEpochMillis())) + " ago",
          state(worker));
    }
    return table.toString();
  }

  private static String state(WorkerStatus worker) {
    String state =
        switch (worker.state()) {
          case WORKING -> "working";
          case PROBATION -> "on probation, one task at a time";
          case RESTING -> "quarantined";
          case DRAINING -> "draining";
        };
    return worker.stateReason() == null ? state : state + ": " + worker.stateReason();
  }
}
