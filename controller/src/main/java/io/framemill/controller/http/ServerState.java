package io.framemill.controller.http;

import java.util.Optional;

/** Whether a server can work on jobs now. Thread-safe. */
@FunctionalInterface
public interface ServerState {
  /** Whether jobs can go on. */
  boolean isReady();

  /** Why the state of jobs cannot be read or written, one line for people; empty while it can. */
  default Optional<String> storeProblem() {
    return Optional.empty();
  }

  /** Why another server has to be asked, one line for people; empty if this is the one. */
  default Optional<String> standingBy() {
    return Optional.empty();
  }
}
