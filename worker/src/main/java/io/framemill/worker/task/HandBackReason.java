package io.framemill.worker.task;

/** Why a delivered task is handed back. */
enum HandBackReason {
  REDELIVERED("the broker had delivered it before"),
  CANCELLED("nobody wants its result any more"),
  AVOIDED("another worker is to run it"),
  RESTING("its worker rests"),
  DRAINED("its worker is going away");

  private final String reason;

  HandBackReason(String reason) {
    this.reason = reason;
  }

  /** One line for users. */
  String reason() {
    return reason;
  }
}
