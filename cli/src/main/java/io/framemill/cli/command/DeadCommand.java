package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.HumanUnits;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.ReleaseVersion;
import io.framemill.cli.console.Table;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.ServerOption;
import io.framemill.protocol.DeadMessage;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the messages that the controller or a worker could not decode. */
@Command(
    name = "dead",
    mixinStandardHelpOptions = true,
    versionProvider = ReleaseVersion.class,
    header = "List dead letters: messages that could not be decoded.",
    description = {
      "",
      "The controller keeps messages that are damaged, of an unknown type or of another version."
          + " They affect no job. Usual causes: a program other than Framemill publishes to its"
          + " queues, or controller and workers have different versions.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  framemill dead", "  framemill dead --json | jq -r .reason"})
public final class DeadCommand implements Callable<Integer> {
  private final Console console;
  @Mixin private ServerOption server;
  @Mixin private JsonOption json;

  public DeadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<DeadMessage> messages = server.connect(console).deadMessages();
    if (json.isOn()) {
      messages.forEach(new JsonLines(console.out())::print);
    } else {
      console.out().print(table(messages));
    }
    return ExitCode.DONE;
  }

  private static String table(List<DeadMessage> messages) {
    Table table = new Table("MESSAGE", "SEEN", "BYTES", "REASON", "BEGINS WITH");
    for (DeadMessage message : messages) {
      table.row(
          message.id(),
          HumanUnits.time(message.epochMillis(), ZoneId.systemDefault()),
          String.valueOf(message.bytes()),
          message.reason(),
          message.excerpt());
    }
    return table.toString();
  }
}
