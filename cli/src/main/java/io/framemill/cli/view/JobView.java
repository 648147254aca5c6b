package io.framemill.cli.view;

import io.framemill.protocol.JobEvent;

/** Shows jobs while they run. Calls may come from several threads. */
public interface JobView extends AutoCloseable {
  /** Shows what happened. */
  void show(JobEvent event);

  /** Tells the person something that is not about one job. */
  default void note(String text) {}

  /** Shows no more. */
  @Override
  default void close() {}
}
