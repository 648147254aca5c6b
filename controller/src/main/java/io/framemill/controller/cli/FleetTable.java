package io.framemill.controller.cli;

import io.framemill.protocol.WorkerStatus;
import java.util.List;

/** Workers as text for people. */
final class FleetTable {
  private FleetTable() {}

  /**
   * A line for each worker, below a line of headings.
   *
   * @param nowMillis epoch
   */
  static String of(List<WorkerStatus> workers, long nowMillis) {
    Table table = new Table("WORKER", "HOST", "VERSION", "SLOTS", "BUSY", "SPEED", "SEEN");
    for (WorkerStatus worker : workers) {
      table.row(
          worker.worker(),
          worker.host(),
          worker.release(),
          String.valueOf(worker.slots()),
          String.valueOf(worker.busySlots()),
          worker.framesPerSecond() == 0 ? "-" : Amounts.frameRate(worker.framesPerSecond()),
          // Another machine's clock may be ahead of ours.
          Amounts.clock(Math.max(0, nowMillis - worker.lastSeenEpochMillis())) + " ago");
    }
    return table.toString();
  }
}
