package io.framemill.controller.cli;

import io.framemill.protocol.JobEvent;

/** Shows jobs while they run. Calls may come from several threads. */
interface JobView extends AutoCloseable {
  /** Shows what happened. */
  void show(JobEvent event);

  /** Shows no more. */
  @Override
  default void close() {}
}
