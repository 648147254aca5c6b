package io.framemill.cli.view;

import io.framemill.cli.console.JsonLines;
import io.framemill.protocol.JobEvent;

/** Each event as one line of JSON on standard output. */
record JsonView(JsonLines lines) implements JobView {
  @Override
  public void show(JobEvent event) {
    lines.print(event);
  }
}
