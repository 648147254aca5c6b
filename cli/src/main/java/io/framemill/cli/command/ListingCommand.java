package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.controller.api.Jobs;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command that lists what a controller knows of one kind. */
abstract class ListingCommand<T> implements Callable<Integer> {
  private final Console console;
  private final Function<Jobs, List<T>> request;
  private final Function<List<T>, String> table;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  /**
   * @param table the list as text for people
   */
  ListingCommand(
      Console console, Function<Jobs, List<T>> request, Function<List<T>, String> table) {
    this.console = console;
    this.request = request;
    this.table = table;
  }

  @Override
  public Integer call() {
    List<T> entries = request.apply(server.connect(console));
    if (json.isOn()) {
      entries.forEach(new JsonLines(console.out())::print);
    } else {
      console.out().print(table.apply(entries));
    }
    return ExitCode.DONE;
  }
}
