package io.framemill.controller.http.guard;

import java.util.Optional;

/** Whether a server can work on jobs now. Thread-safe. */
@FunctionalInterface
public interface ServerState {
  /** Why jobs cannot go on, one line for people; empty while they can. */
  Optional<String> problem();

  /** Why another server has to be asked, one line for people; empty if this is the one. */
  default Optional<String> standingBy() {
    return Optional.empty();
  }
}
