package io.framemill.cli.view;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.Terminal;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.QuietOption;
import java.time.ZoneId;

/** Chooses how running jobs are shown. */
public final class JobViews {
  private JobViews() {}

  /** JSON if asked for, nothing if quiet, bars on a terminal, else lines. The caller closes it. */
  public static JobView choose(Console console, JsonOption json, QuietOption quiet) {
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
