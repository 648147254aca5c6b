package io.framemill.worker.task;

/** Why a task that was delivered here is handed back. */
enum Withdrawal {
  REDELIVERED("the broker had delivered it before"),
  CANCELLED("its job was cancelled"),
  DRAINED("its worker is going away");

  private final String reason;

  Withdrawal(String reason) {
    this.reason = reason;
  }

  /** One line for people. */
  String reason() {
    return reason;
  }
}
