package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.Median;
import io.framemill.bench.measure.ProcFiles;
import io.framemill.bench.measure.Results;
import io.framemill.bench.simulate.ServeProcess;
import io.framemill.bench.simulate.SimulatedSource;
import io.framemill.bench.simulate.SimulatedWorkers;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.testbroker.RabbitServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The real controller and a real RabbitMQ against workers that sleep instead of encoding: how much
 * of their time is lost to being given work.
 */
@Command(
    name = "scale-out",
    description = "Real controller, real RabbitMQ, and workers that sleep instead of encoding.",
    mixinStandardHelpOptions = true)
final class ScaleOut implements Callable<Integer> {
  private static final int SEGMENT_SECONDS = 4;

  /** Of a task with the whole ladder: docs/architecture.md, "Cost model". */
  private static final double DECODE_SHARE = 0.1;

  private static final long LOOK_MILLIS = 100;
  private static final long SEED = 1;

  @Option(
      names = "--workers",
      split = ",",
      defaultValue = "1000",
      description = "Numbers of workers, one slot each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> workers = List.of();

  @Option(
      names = "--jobs",
      split = ",",
      defaultValue = "1,100",
      description = "Numbers of jobs that share the work. Default: ${DEFAULT-VALUE}.")
  private List<Integer> jobs = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Work for each worker in each run. Default: ${DEFAULT-VALUE}.")
  private int workSeconds;

  @Option(
      names = "--task-seconds",
      defaultValue = "3",
      description = "Mean time of a task. Default: ${DEFAULT-VALUE}.")
  private double taskSeconds;

  @Option(
      names = "--dying",
      split = ",",
      defaultValue = "0,0.01",
      description = "Shares of the workers that die on the way. Default: ${DEFAULT-VALUE}.")
  private List<Double> dying = List.of();

  @Mixin private Results results = new Results();

  private static final LiveTable TABLE =
      new LiveTable()
          .column("workers", 7, "%d")
          .column("jobs", 5, "%d")
          .column("died", 5, "%d")
          .column("tasks", 7, "%d")
          .column("ideal s", 8, "%.1f")
          .column("real s", 8, "%.1f")
          .column("ideal/real", 10, "%.3f")
          .column("first ms", 9, "%.0f")
          .column("wait p50", 9, "%.1f")
          .column("wait p99", 9, "%.1f")
          .column("CPU %", 6, "%.0f")
          .column("peak MB", 8, "%.0f");

  private String rabbitVersion = "";

  /**
   * What one run gave.
   *
   * @param died workers that were killed in mid-run
   * @param tasks that were completed, the ones that were run twice counted twice
   * @param idealSeconds the useful time of all completed tasks, divided by the workers, each
   *     counted until its death; but not less than the longest task
   * @param realSeconds from the first submission to the last job's end
   * @param firstMillis from the first submission until a worker had its first task, median
   * @param waitP50Millis how long a worker that had ended a task waited for the next one, median
   * @param finishSeconds from the end of the last task to that of the last job
   * @param controllerCpuShare of one core
   * @param controllerPeakBytes of the whole process
   */
  record Outcome(
      int workers,
      int jobs,
      int died,
      long tasks,
      double idealSeconds,
      double realSeconds,
      double efficiency,
      double firstMillis,
      double waitP50Millis,
      double waitP99Millis,
      SimulatedWorkers.Losses losses,
      double finishSeconds,
      double controllerCpuShare,
      long controllerPeakBytes) {}

  @Override
  public Integer call() throws Exception {
    FramemillProgram framemill = FramemillProgram.ready();
    JsonNode profile = framemill.json("profiles", "--json");
    List<Outcome> outcomes = new ArrayList<>();
    TABLE.printHeadings();
    for (int workerCount : workers) {
      for (int jobCount : jobs) {
        for (double share : dying) {
          Outcome outcome = run(framemill, profile, workerCount, jobCount, share);
          print(outcome);
          outcomes.add(outcome);
        }
      }
    }
    results.put("rabbitmq", rabbitVersion);
    results.put("outcomes", outcomes);
    results.write();
    return 0;
  }

  private Outcome run(
      FramemillProgram framemill, JsonNode profile, int workerCount, int jobCount, double share)
      throws Exception {
    try (WorkDirectory work = WorkDirectory.create();
        RabbitServer rabbit = RabbitServer.start();
        ServeProcess serve = ServeProcess.start(framemill, rabbit.uri(), work.path())) {
      rabbitVersion = version(rabbit.uri());
      return new Run(serve, rabbit.uri(), work.path(), workerCount, jobCount)
          .measure(profile, share);
    }
  }

  /** One run. */
  private final class Run implements SimulatedWorkers.Work {
    private final ServeProcess serve;
    private final URI broker;
    private final Path media;
    private final int workerCount;
    private final int jobCount;
    private final long filmSeconds;

    Run(ServeProcess serve, URI broker, Path directory, int workerCount, int jobCount) {
      this.serve = serve;
      this.broker = broker;
      this.media = directory.resolve("media");
      this.workerCount = workerCount;
      this.jobCount = jobCount;
      double tasks = workSeconds / taskSeconds * workerCount;
      this.filmSeconds = Math.max(1, Math.round(tasks / jobCount)) * SEGMENT_SECONDS;
    }

    @Override
    public MediaInfo media(String source) {
      return SimulatedSource.silent(filmSeconds);
    }

    @Override
    public Path outputs() {
      return media.resolve("out");
    }

    /**
     * In proportion to the pixels that are encoded, give or take a third; alike in each run. A task
     * with a part of the ladder decodes for itself, which is no useful work.
     */
    @Override
    public SimulatedWorkers.Effort effort(Task task) {
      if (!(task instanceof EncodeVideo video)) {
        return new SimulatedWorkers.Effort(0, 0);
      }
      // Not Random: what it begins with hardly differs for seeds that are near each other.
      long seed = video.attempt().task().hashCode();
      double scatter = 2.0 / 3 + new SplittableRandom(seed).nextDouble() * 2 / 3;
      double share = (double) video.segmentCount() * SEGMENT_SECONDS / (filmSeconds * jobCount);
      double wholeLadder = share * workSeconds * workerCount * scatter;
      double part = partOfLadder(video);
      return new SimulatedWorkers.Effort(
          wholeLadder * (DECODE_SHARE + (1 - DECODE_SHARE) * part), wholeLadder * part);
    }

    private double partOfLadder(EncodeVideo video) {
      double mine = pixels(video.renditions());
      return mine / (mine + pixels(video.ladder().otherRenditions()));
    }

    private double pixels(List<VideoRendition> renditions) {
      return renditions.stream().mapToDouble(it -> it.widthPixels() * it.heightPixels()).sum();
    }

    Outcome measure(JsonNode profile, double share) throws Exception {
      for (int i = 0; i < jobCount; i++) {
        Files.writeString(media.resolve("film-" + i + ".mp4"), "only its name counts here");
      }
      Random random = new Random(SEED);
      int dead = 0;
      try (SimulatedWorkers workerRegistry = new SimulatedWorkers(broker, workerCount, this)) {
        TimeUnit.SECONDS.sleep(3);
        ProcFiles process = new ProcFiles(serve.pid());
        double cpuBefore = process.cpuSeconds();
        long peakBytes = 0;
        workerRegistry.reset();
        long start = System.nanoTime();
        double deadSeconds = 0;
        double lastLook = 0;
        for (int i = 0; i < jobCount; i++) {
          serve.submit("film-" + i + ".mp4", profile);
        }
        int deaths = (int) Math.round(share * workerCount);
        while (serve.count("DONE") < jobCount) {
          double elapsed = secondsSince(start);
          if (elapsed / workSeconds * (deaths + 1) > dead + 1 && dead < deaths) {
            workerRegistry.kill(random);
            dead++;
          }
          deadSeconds += dead * (elapsed - lastLook);
          lastLook = elapsed;
          peakBytes = Math.max(peakBytes, process.memoryBytes());
          if (serve.count("FAILED") > 0 || elapsed > 10.0 * workSeconds + 60) {
            throw new IllegalStateException("The jobs do not end well");
          }
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        double real = secondsSince(start);
        double alive = workerCount - deadSeconds / real;
        double ideal =
            Math.max(workerRegistry.usefulSeconds() / alive, workerRegistry.longestSeconds());
        List<Double> waits = workerRegistry.waitsMillis();
        return new Outcome(
            workerCount,
            jobCount,
            dead,
            workerRegistry.completed(),
            ideal,
            real,
            ideal / real,
            Median.of(workerRegistry.firstWaitsMillis()),
            waits.get(waits.size() / 2),
            waits.get((int) (waits.size() * 0.99)),
            workerRegistry.losses(),
            real - (workerRegistry.lastDoneNanos() - start) / 1e9,
            (process.cpuSeconds() - cpuBefore) / real,
            peakBytes);
      }
    }
  }

  private static String version(URI broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker);
    try (Connection connection = factory.newConnection()) {
      return String.valueOf(connection.getServerProperties().get("version"));
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void print(Outcome outcome) {
    TABLE.printRow(
        outcome.workers(),
        outcome.jobs(),
        outcome.died(),
        outcome.tasks(),
        outcome.idealSeconds(),
        outcome.realSeconds(),
        outcome.efficiency(),
        outcome.firstMillis(),
        outcome.waitP50Millis(),
        outcome.waitP99Millis(),
        100 * outcome.controllerCpuShare(),
        outcome.controllerPeakBytes() / 1e6);
    SimulatedWorkers.Losses losses = outcome.losses();
    System.out.printf(
        Locale.ROOT,
        "%8s seconds of a worker: %.2f before its first task, %.2f between tasks, %.2f to report,"
            + " %.2f decoding again, %.2f after its last task; %.2f until the jobs end%n",
        "",
        losses.beforeFirst(),
        losses.between(),
        losses.reporting(),
        losses.decodingAgain(),
        losses.afterLast(),
        outcome.finishSeconds());
  }
}
