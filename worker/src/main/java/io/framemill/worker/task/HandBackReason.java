package io.framemill.worker.task;

/** Why a delivered task is handed back. */
enum HandBackReason {
  REDELIVERED("the broker had delivered it before"),
  CANCELLED("its result is no longer needed"),
  AVOIDED("it is reserved for another worker"),
  RESTING("its worker is quarantined"),
  DRAINED("its worker shuts down");

  private final String reason;

  HandBackReason(String reason) {
    this.reason = reason;
  }

  /** One line for users. */
  String reason() {
    return reason;
  }
}
