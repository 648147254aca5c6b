package io.framemill.cli.e2e.faults;

import java.time.Duration;

/**
 * What undoes a fault.
 *
 * @param after how long the fault lasts
 * @param action undoes it; whatever was started again by itself needs none
 */
record Healing(Duration after, Action action) {
  /** Something that may fail. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** For what is healed by itself, as a killed program is that is started again. */
  static Healing byItself() {
    return new Healing(Duration.ZERO, () -> {});
  }
}
