package io.framemill.cli.command;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.controller.api.Jobs;
import io.framemill.protocol.DeadMessage;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the messages that the controller or a worker could not decode. */
@Command(
    name = "dead",
    header = "List dead letters: messages that could not be decoded.",
    description =
        "The controller keeps messages that are damaged, of an unknown type or of another version."
            + " They affect no job. Usual causes: a program other than Framemill publishes to its"
            + " queues, or controller and workers have different versions.",
    footer = {"  framemill dead", "  framemill dead --json | jq -r .reason"})
public final class DeadCommand extends ListingCommand<DeadMessage> {
  public DeadCommand(Console console) {
    super(console, Jobs::deadMessages, DeadCommand::table);
  }

  private static String table(List<DeadMessage> messages) {
    Table table = new Table("MESSAGE", "SEEN", "BYTES", "REASON", "BEGINS WITH");
    for (DeadMessage message : messages) {
      table.row(
          message.id(),
          ReadableUnits.time(message.epochMillis(), ZoneId.systemDefault()),
          String.valueOf(message.bytes()),
          message.reason(),
          message.excerpt());
    }
    return table.toString();
  }
}
