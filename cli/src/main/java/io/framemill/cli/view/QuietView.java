package io.framemill.cli.view;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.FailureLine;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;

/** Says nothing but why a job failed. */
record QuietView(Console console) implements JobView {
  @Override
  public void show(JobEvent event) {
    if (event.kind() == Kind.FAILED) {
      console.message(FailureLine.of(event.status().name(), event.message()));
    }
  }
}
