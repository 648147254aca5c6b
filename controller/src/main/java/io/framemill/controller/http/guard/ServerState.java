package io.framemill.controller.http.guard;

import java.util.Optional;

/** Whether a server can work on jobs now. Thread-safe. */
@FunctionalInterface
public interface ServerState {
  /** Why jobs cannot run, one line for users; empty while they can. */
  Optional<String> problem();

  /** Why another server must be asked, one line for users; empty if this one is active. */
  default Optional<String> standingBy() {
    return Optional.empty();
  }
}
