package io.framemill.controller.cli;

import java.time.ZoneId;

/** Chooses how running jobs are shown. */
final class Views {
  private Views() {}

  /** JSON if asked for, nothing if quiet, bars on a terminal, else lines. The caller closes it. */
  static JobView choose(Console console, JsonOption json, QuietOption quiet) {
    if (json.isOn()) {
      return new JsonView(new JsonLines(console.out()));
    }
    if (quiet.isOn()) {
      return new QuietView(console);
    }
    Terminal terminal = console.terminal();
    if (!terminal.isInteractive()) {
      return new PlainView(console.err(), ZoneId.systemDefault());
    }
    ProgressLine line =
        new ProgressLine(terminal.columns(), terminal.hasUnicode(), terminal.hasColour());
    TerminalView view = new TerminalView(console.err(), line, System::nanoTime);
    view.takeLogLines();
    return view;
  }
}
