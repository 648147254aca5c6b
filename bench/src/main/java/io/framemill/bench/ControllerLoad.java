package io.framemill.bench;

import io.framemill.controller.job.Controller;
import io.framemill.controller.job.ControllerConfig;
import io.framemill.controller.job.Submission;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Profile;
import io.framemill.protocol.broker.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.testbroker.RabbitServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the controller itself can do: commits, memory, recovery. */
@Command(
    name = "controller",
    description = "Durable completions per second, memory per task, start and recovery.",
    mixinStandardHelpOptions = true)
final class ControllerLoad implements Callable<Integer> {
  private static final int SLOTS = 100;
  private static final int SECONDS_PER_TASK = 20;
  private static final long LOOK_MILLIS = 20;

  @Option(names = "--runs", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--jobs",
      defaultValue = "100",
      description = "Jobs for the memory figure. Default: ${DEFAULT-VALUE}.")
  private int jobs;

  @Option(
      names = "--tasks",
      defaultValue = "2000",
      description = "Tasks of each of them. Default: ${DEFAULT-VALUE}.")
  private int tasks;

  @Option(
      names = "--past-jobs",
      defaultValue = "1000",
      description = "Ended jobs in the store for the recovery figure. Default: ${DEFAULT-VALUE}.")
  private int pastJobs;

  @Option(
      names = "--json",
      defaultValue = "target/bench/controller.json",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("");

  private final Profile profile = Profiles.load(Profiles.DEFAULT);

  /**
   * Heap in use after a collection.
   *
   * @param tasks planned in all jobs together
   * @param done of them
   */
  record Memory(int jobs, long tasks, long done, long heapBytes) {}

  @Override
  public Integer call() throws Exception {
    Results results = new Results("controller", json);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      rates.add(completionsPerSecond());
    }
    System.out.printf(
        Locale.ROOT, "durable completions per second, median: %.0f%n", Median.of(rates));
    results.put("completionsPerSecond", rates);
    results.put("memory", memory());
    results.put("startSeconds", recovery());
    results.write();
    return 0;
  }

  /** One film of many tasks, each reported at once; the store is a file, with all its syncs. */
  private double completionsPerSecond() throws Exception {
    try (Bench bench = new Bench()) {
      int count = 20_000;
      try (InstantWorker worker = bench.worker(count, Long.MAX_VALUE)) {
        long start = System.nanoTime();
        bench.submit(1);
        bench.await(all -> all.stream().allMatch(job -> job.state() == JobState.DONE));
        double seconds = (System.nanoTime() - start) / 1e9;
        return bench.controller.list().get(0).tasks() / seconds;
      }
    }
  }

  private List<Memory> memory() throws Exception {
    List<Memory> all = new ArrayList<>();
    try (Bench bench = new Bench()) {
      all.add(bench.heap());
      try (InstantWorker worker = bench.worker(tasks, (long) jobs * tasks / 2)) {
        bench.submit(jobs);
        long enough = (long) jobs * tasks / 2;
        bench.await(list -> list.stream().mapToLong(JobStatus::tasksDone).sum() >= enough);
        all.add(bench.heap());
      }
    }
    for (Memory memory : all) {
      System.out.printf(
          Locale.ROOT,
          "heap with %d jobs of %d tasks, %d done: %.0f MB%n",
          memory.jobs(),
          memory.tasks(),
          memory.done(),
          memory.heapBytes() / 1e6);
    }
    return all;
  }

  /** Seconds from the start of {@code serve} to its first answer, without and with a past. */
  private List<Double> recovery() throws Exception {
    FramemillProgram framemill = FramemillProgram.ready();
    try (RabbitServer rabbit = RabbitServer.start();
        Bench bench = new Bench()) {
      double empty =
          start(framemill, rabbit, Files.createDirectory(bench.directory.resolve("new")));
      try (InstantWorker worker = bench.worker(20, Long.MAX_VALUE)) {
        bench.submit(pastJobs);
        bench.await(all -> all.stream().allMatch(job -> job.state() == JobState.DONE));
      }
      bench.controller.close();
      double full = start(framemill, rabbit, bench.directory);
      System.out.printf(
          Locale.ROOT,
          "start of serve: %.2f s with an empty store, %.2f s with %d jobs in it%n",
          empty,
          full,
          pastJobs);
      return List.of(empty, full);
    }
  }

  private double start(FramemillProgram framemill, RabbitServer rabbit, Path directory)
      throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try (ServeProcess serve = ServeProcess.start(framemill, rabbit.uri(), directory)) {
        seconds.add(serve.startSeconds());
        serve.kill();
      }
    }
    return Median.of(seconds);
  }

  /** A controller in this process, on a store in a file. */
  private final class Bench implements AutoCloseable {
    final Path directory = Files.createTempDirectory("framemill-bench-");
    final Controller controller;
    private final InMemoryBroker broker = new InMemoryBroker();

    Bench() throws Exception {
      Path media = Files.createDirectory(directory.resolve("media"));
      Files.createDirectory(directory.resolve("state"));
      Files.writeString(media.resolve("film.mp4"), "not looked into");
      controller =
          Controller.start(
              ControllerConfig.forSlots(SLOTS),
              broker,
              new SharedDirectory(media, media.resolve("out")),
              JobStore.open(directory.resolve("state").resolve("framemill.db")));
    }

    InstantWorker worker(int tasksOfAJob, long limit) {
      return new InstantWorker(
          broker,
          directory.resolve("media/out"),
          Film.silent((long) tasksOfAJob * SECONDS_PER_TASK),
          limit);
    }

    void submit(int count) {
      for (int i = 0; i < count; i++) {
        controller.submit(new Submission("film.mp4", "film.mp4", profile, 50, null));
      }
    }

    void await(Predicate<List<JobStatus>> condition) throws InterruptedException {
      while (!condition.test(controller.list())) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }

    Memory heap() {
      System.gc();
      long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      List<JobStatus> all = controller.list();
      return new Memory(
          all.size(),
          all.stream().mapToLong(JobStatus::tasks).sum(),
          all.stream().mapToLong(JobStatus::tasksDone).sum(),
          bytes);
    }

    @Override
    public void close() throws Exception {
      controller.close();
      broker.close();
      Results.delete(directory);
    }
  }
}
