package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.Median;
import io.framemill.bench.measure.ProcessCost;
import io.framemill.bench.measure.ProcessMeter;
import io.framemill.bench.measure.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a second slot brings: {@code framemill transcode} with few and with more, by turns. */
@Command(
    name = "slots",
    description = "Compares \"framemill transcode\" with one slot and with two.",
    mixinStandardHelpOptions = true)
final class SlotScaling implements Callable<Integer> {
  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--slots",
      defaultValue = "2",
      description = "Against one. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(names = "--runs", defaultValue = "3", description = "Of each. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Mixin private Results results = new Results();

  private final LiveTable table =
      new LiveTable()
          .column("slots", 8, "%d")
          .column("wall s", 9, "%.2f")
          .column("encode s", 9, "%.2f")
          .column("CPU s", 9, "%.1f")
          .column("peak MB", 9, "%.0f");

  /**
   * One run.
   *
   * @param encodeSeconds from the start of the first task that encodes to the end of the last one
   */
  record Turn(ProcessCost cost, double encodeSeconds) {}

  @Override
  public Integer call() throws Exception {
    FramemillProgram framemill = FramemillProgram.ready();
    try (WorkDirectory work = WorkDirectory.create()) {
      ProcessMeter meter = new ProcessMeter(work.path());
      List<Turn> one = new ArrayList<>();
      List<Turn> more = new ArrayList<>();
      System.out.printf(
          Locale.ROOT, "%s, %s, %d runs each%n", source.file.getFileName(), source.profile, runs);
      table.printHeadings();
      for (int i = 0; i < runs; i++) {
        one.add(turn(framemill, meter, work, 1));
        more.add(turn(framemill, meter, work, slots));
      }
      double whole = Median.ofRatios(one, more, turn -> turn.cost().wallSeconds());
      double encoding = Median.ofRatios(one, more, Turn::encodeSeconds);
      System.out.printf(
          Locale.ROOT,
          "1 to %d slots, median of the pairs: %.2f times as fast, %.2f in the encoding alone%n",
          slots,
          whole,
          encoding);
      results.put("oneSlot", one);
      results.put("moreSlots", more);
      results.put("speedUp", whole);
      results.put("speedUpOfEncoding", encoding);
      results.write();
    }
    return 0;
  }

  private Turn turn(FramemillProgram framemill, ProcessMeter meter, WorkDirectory work, int count)
      throws Exception {
    Path output = work.empty("out");
    ProcessCost cost =
        meter.run(
            framemill.command(
                "transcode",
                "-q",
                "--slots",
                Integer.toString(count),
                "-p",
                source.profile,
                "-o",
                output.toString(),
                source.file.toAbsolutePath().toString()),
            work.path().resolve("log"));
    Turn turn = new Turn(cost, encodeSeconds(FramemillProgram.report(output)));
    table.printRow(
        count, cost.wallSeconds(), turn.encodeSeconds(), cost.cpuSeconds(), cost.peakBytes() / 1e6);
    return turn;
  }

  private static double encodeSeconds(JsonNode report) {
    long start = Long.MAX_VALUE;
    long end = 0;
    for (JsonNode task : report.required("tasks")) {
      if (!task.required("task").asText().equals("inspect")) {
        start = Math.min(start, task.required("startedEpochMillis").asLong());
        end = Math.max(end, task.required("endedEpochMillis").asLong());
      }
    }
    return (end - start) / 1000.0;
  }
}
