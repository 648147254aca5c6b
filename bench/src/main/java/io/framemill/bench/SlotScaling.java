package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a second slot brings: {@code framemill transcode} with few and with more, by turns. */
@Command(
    name = "slots",
    description = "Compares \"framemill transcode\" with one slot and with two.",
    mixinStandardHelpOptions = true)
final class SlotScaling implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The source.")
  private Path source = Path.of("");

  @Option(
      names = {"-p", "--profile"},
      defaultValue = "hls-h264",
      description = "Built-in profile or file. Default: ${DEFAULT-VALUE}.")
  private String profile = "";

  @Option(names = "--slots", defaultValue = "2", description = "Against one. Default: 2.")
  private int slots;

  @Option(names = "--runs", defaultValue = "3", description = "Of each. Default: 3.")
  private int runs;

  @Option(
      names = "--json",
      defaultValue = "target/bench/slots.json",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("");

  /**
   * One run.
   *
   * @param encodeSeconds from the start of the first task that encodes to the end of the last one
   */
  record Turn(Cost cost, double encodeSeconds) {}

  @Override
  public Integer call() throws Exception {
    FramemillProgram framemill = FramemillProgram.ready();
    Path work = Files.createTempDirectory("framemill-bench-");
    try {
      ProcessMeter meter = new ProcessMeter(work);
      List<Turn> one = new ArrayList<>();
      List<Turn> more = new ArrayList<>();
      System.out.printf(Locale.ROOT, "%s, %s, %d runs each%n", source.getFileName(), profile, runs);
      System.out.printf(
          "%-12s %9s %9s %9s %9s%n", "slots", "wall s", "encode s", "CPU s", "peak MB");
      for (int i = 0; i < runs; i++) {
        one.add(turn(framemill, meter, work, 1));
        more.add(turn(framemill, meter, work, slots));
      }
      double whole = speedUp(one, more, true);
      double encoding = speedUp(one, more, false);
      System.out.printf(
          Locale.ROOT,
          "1 to %d slots, median of the pairs: %.2f times as fast, %.2f in the encoding alone%n",
          slots,
          whole,
          encoding);
      Results results = new Results("slots", json);
      results.put(
          "inputs",
          Map.of("source", source.getFileName().toString(), "profile", profile, "slots", slots));
      results.put("oneSlot", one);
      results.put("moreSlots", more);
      results.put("speedUp", whole);
      results.put("speedUpOfEncoding", encoding);
      results.write();
    } finally {
      Results.delete(work);
    }
    return 0;
  }

  private Turn turn(FramemillProgram framemill, ProcessMeter meter, Path work, int count)
      throws Exception {
    Path output = work.resolve("out");
    Results.delete(output);
    Cost cost =
        meter.run(
            framemill.command(
                "transcode",
                "-q",
                "--slots",
                Integer.toString(count),
                "-p",
                profile,
                "-o",
                output.toString(),
                source.toAbsolutePath().toString()),
            work.resolve("log"));
    Turn turn = new Turn(cost, encodeSeconds(FramemillProgram.report(output)));
    System.out.printf(
        Locale.ROOT,
        "%-12d %9.2f %9.2f %9.1f %9.0f%n",
        count,
        cost.wallSeconds(),
        turn.encodeSeconds(),
        cost.cpuSeconds(),
        cost.peakBytes() / 1e6);
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

  private static double speedUp(List<Turn> one, List<Turn> more, boolean whole) {
    return Median.of(
        IntStream.range(0, one.size())
            .mapToObj(i -> seconds(one.get(i), whole) / seconds(more.get(i), whole))
            .toList());
  }

  private static double seconds(Turn turn, boolean whole) {
    return whole ? turn.cost().wallSeconds() : turn.encodeSeconds();
  }
}
