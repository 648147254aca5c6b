package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.Median;
import io.framemill.bench.measure.Results;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code transcode} spends its time on a clip of one second. */
@Command(
    name = "start-up",
    description = "How \"transcode\" spends its time on a clip of one second.",
    mixinStandardHelpOptions = true)
final class StartUp implements Callable<Integer> {
  @Option(names = "--runs", defaultValue = "11", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Mixin private Results results = new Results();

  @Override
  public Integer call() throws Exception {
    FramemillProgram framemill = FramemillProgram.ready();
    try (WorkDirectory work = WorkDirectory.create()) {
      Path clip = work.path().resolve("clip.mp4");
      Path sample = Path.of(System.getProperty("framemill.root"), "samples/testsrc_360p_8s.mp4");
      FfmpegProgram.unpack()
          .run(List.of("-i", sample.toString(), "-t", "1", "-c", "copy", clip.toString()));
      Map<String, List<Double>> all = new LinkedHashMap<>();
      measure(framemill, clip, work.empty("out"));
      for (int i = 0; i < runs; i++) {
        measure(framemill, clip, work.empty("out"))
            .forEach((name, ms) -> all.computeIfAbsent(name, n -> new ArrayList<>()).add(ms));
      }
      Map<String, Double> medians = new LinkedHashMap<>();
      all.forEach((name, values) -> medians.put(name, Median.of(values)));
      LiveTable table =
          new LiveTable().column("median of " + runs, 44, "%s").column("ms", 10, "%.0f");
      table.printHeadings();
      medians.forEach(table::printRow);
      results.put("millis", medians);
      results.put("runs", all);
      results.write();
    }
    return 0;
  }

  private static Map<String, Double> measure(FramemillProgram framemill, Path clip, Path output)
      throws Exception {
    double start = System.currentTimeMillis();
    int status =
        new ProcessBuilder(
                framemill.command("transcode", "-q", "-o", output.toString(), clip.toString()))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    double end = System.currentTimeMillis();
    if (status != 0) {
      throw new IllegalStateException("transcode failed");
    }
    JsonNode report = FramemillProgram.report(output);
    double accepted = event(report, "ACCEPTED");
    double inspected = event(report, "INSPECTED");
    double planned = event(report, "PLANNED");
    double firstStart = Double.MAX_VALUE;
    double lastEnd = 0;
    double inspectionStart = accepted;
    for (JsonNode task : report.required("tasks")) {
      double started = task.required("startedEpochMillis").asDouble();
      if (task.required("task").asText().equals("inspect")) {
        inspectionStart = started;
      } else {
        firstStart = Math.min(firstStart, started);
        lastEnd = Math.max(lastEnd, task.required("endedEpochMillis").asDouble());
      }
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("process start to accepted job", accepted - start);
    parts.put("accepted to inspection begun (slot starts)", inspectionStart - accepted);
    parts.put("inspection", inspected - inspectionStart);
    parts.put("planning", planned - inspected);
    parts.put("planned to first task begun", firstStart - planned);
    parts.put("tasks", lastEnd - firstStart);
    parts.put("last task to end of process", end - lastEnd);
    parts.put("all", end - start);
    return parts;
  }

  private static double event(JsonNode report, String kind) {
    for (JsonNode event : report.required("story")) {
      if (event.required("kind").asText().equals(kind)) {
        return event.required("atEpochMillis").asDouble();
      }
    }
    throw new IllegalStateException("No " + kind + " in the story");
  }
}
