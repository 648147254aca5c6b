import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The measurement of {@code overhead.sh}; started from source. */
final class Overhead {
  private static final long GOAL_MILLIS = 1000;

  /** One run, in milliseconds. */
  private record Run(long wall, long encoding) {
    long added() {
      return wall - encoding;
    }
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    Path source = Path.of(args[2]);
    Path work = Files.createTempDirectory("framemill-overhead-");
    List<Run> runs = new ArrayList<>();
    try {
      measure(root, source, work.resolve("warm-up"));
      System.out.printf("%-8s %12s %14s %10s%n", "run", "wall ms", "encoding ms", "added ms");
      for (int i = 1; i <= count; i++) {
        Run run = measure(root, source, work.resolve("run-" + i));
        runs.add(run);
        print("" + i, run.wall(), run.encoding(), run.added());
      }
    } finally {
      delete(work);
    }
    long added = median(runs.stream().map(Run::added).toList());
    print(
        "median",
        median(runs.stream().map(Run::wall).toList()),
        median(runs.stream().map(Run::encoding).toList()),
        added);
    System.out.printf("goal: at most %d ms added: %s%n", GOAL_MILLIS, added <= GOAL_MILLIS ? "met" : "missed");
    System.exit(added <= GOAL_MILLIS ? 0 : 1);
  }

  private static Run measure(Path root, Path source, Path output) throws Exception {
    List<String> command =
        List.of(
            root.resolve("framemill").toString(), "transcode", "-q", "-o", output.toString(), source.toString());
    long start = System.nanoTime();
    int status =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start()
            .waitFor();
    long wall = (System.nanoTime() - start) / 1_000_000;
    if (status != 0) {
      throw new IllegalStateException("exit code " + status + ": " + command);
    }
    return new Run(wall, encodingSpan(report(output)));
  }

  private static JsonNode report(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      Path report = files.filter(file -> file.endsWith("job.json")).findFirst().orElseThrow();
      return new ObjectMapper().readTree(report.toFile());
    }
  }

  private static long encodingSpan(JsonNode report) {
    long first = Long.MAX_VALUE;
    long last = 0;
    for (JsonNode task : report.required("tasks")) {
      if (!task.required("task").asText().startsWith("inspect")) {
        first = Math.min(first, task.required("startedEpochMillis").asLong());
        last = Math.max(last, task.required("endedEpochMillis").asLong());
      }
    }
    return last - first;
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void print(String name, long wall, long encoding, long added) {
    System.out.printf("%-8s %12d %14d %10d%n", name, wall, encoding, added);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
