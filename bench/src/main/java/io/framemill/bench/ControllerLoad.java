package io.framemill.bench;

import io.framemill.controller.job.Controller;
import io.framemill.controller.job.ControllerConfig;
import io.framemill.controller.job.Submission;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MediaInfo;
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
import java.util.Map;
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
  private static final long LOOK_MILLIS = 20;

  /** So few that a chunk of a long film has five segments: the largest results that there are. */
  private static final int SLOTS_FOR_MEMORY = 8;

  private static final int TASKS_OF_A_PAST_JOB = 20;

  @Option(names = "--runs", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--slots",
      defaultValue = "1000",
      description = "Slots that the window of tasks is for. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--film-tasks",
      defaultValue = "20000",
      description = "Tasks of the film whose completions are counted. Default: ${DEFAULT-VALUE}.")
  private int filmTasks;

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
      description = "Ended jobs in the store for the start-up figure. Default: ${DEFAULT-VALUE}.")
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

  /**
   * How long {@code serve} takes from its start to its first answer, medians.
   *
   * @param emptySeconds with an empty store
   * @param pastSeconds with ended jobs in it
   * @param openSeconds with jobs in it that go on
   */
  record Starts(double emptySeconds, double pastSeconds, double openSeconds) {}

  @Override
  public Integer call() throws Exception {
    Results results = new Results("controller", json);
    results.put(
        "inputs",
        Map.of(
            "slots", slots,
            "filmTasks", filmTasks,
            "jobs", jobs,
            "tasks", tasks,
            "pastJobs", pastJobs,
            "profile", profile.name()));
    results.put("oneFilm", rates("one film", 1, filmTasks));
    results.put("manyJobs", rates("100 jobs", 100, filmTasks / 100));
    FramemillProgram framemill = FramemillProgram.ready();
    try (RabbitServer rabbit = RabbitServer.start()) {
      double empty = emptyStart(framemill, rabbit);
      double past = pastStart(framemill, rabbit);
      double open = memory(results, framemill, rabbit);
      System.out.printf(
          Locale.ROOT,
          "start of serve: %.2f s with an empty store, %.2f s with %d ended jobs in it,"
              + " %.2f s with %d jobs of %d tasks to go on with%n",
          empty,
          past,
          pastJobs,
          open,
          jobs,
          tasks);
      results.put("starts", new Starts(empty, past, open));
    }
    results.write();
    return 0;
  }

  private List<Double> rates(String what, int count, int tasksOfAJob) throws Exception {
    MediaInfo film = Film.ofTasks(tasksOfAJob, profile, slots);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      rates.add(completionsPerSecond(film, count));
    }
    System.out.printf(
        Locale.ROOT,
        "durable completions per second, %s of %d tasks: %.0f (median of %d, %.0f to %.0f)%n",
        what,
        tasksOfAJob,
        Median.of(rates),
        runs,
        rates.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        rates.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    return rates;
  }

  /**
   * Each task is reported as soon as it is given; the store is a file, with all its syncs. From the
   * moment when the first job is planned until the last task is done: the planning of the others is
   * in it, the final manifests are not.
   */
  private double completionsPerSecond(MediaInfo film, int count) throws Exception {
    try (Bench bench = new Bench(slots);
        InstantWorker worker = new InstantWorker(bench.broker, film, 0)) {
      bench.submit(count);
      bench.await(all -> all.stream().anyMatch(job -> job.state() == JobState.RUNNING));
      long start = System.nanoTime();
      worker.allow(Long.MAX_VALUE);
      bench.await(ControllerLoad::allDone);
      double seconds = (System.nanoTime() - start) / 1e9;
      return worker.done() / seconds;
    }
  }

  private static boolean allDone(List<JobStatus> jobs) {
    return jobs.stream().allMatch(job -> job.tasks() > 1 && job.tasksDone() == job.tasks());
  }

  /** Fills a store with jobs that are nearly done, then lets {@code serve} take it up. */
  private double memory(Results results, FramemillProgram framemill, RabbitServer rabbit)
      throws Exception {
    List<Memory> all = new ArrayList<>();
    // So wide a window that all jobs come on at the same pace: those that end leave memory.
    try (Bench bench = new Bench(SLOTS_FOR_MEMORY, jobs)) {
      all.add(bench.heap());
      MediaInfo film = Film.ofTasks(tasks, profile, SLOTS_FOR_MEMORY);
      try (InstantWorker worker = new InstantWorker(bench.broker, film, 0)) {
        bench.submit(jobs);
        for (double share : List.of(0.1, 0.9)) {
          long part = (long) (share * jobs * tasks);
          worker.allow(part);
          bench.await(list -> list.stream().mapToLong(JobStatus::tasksDone).sum() >= part);
          all.add(bench.heap());
        }
      }
      all.forEach(ControllerLoad::print);
      Memory full = all.get(2);
      System.out.printf(
          Locale.ROOT,
          "memory for each 10,000 tasks, nine tenths of them done: %.1f MB%n",
          (full.heapBytes() - all.get(0).heapBytes()) / 1e6 / full.tasks() * 10_000);
      results.put("memory", all);
      bench.controller.close();
      return start(framemill, rabbit, bench.directory);
    }
  }

  private static void print(Memory memory) {
    System.out.printf(
        Locale.ROOT,
        "heap with %d jobs, %d tasks in all, %d done: %.0f MB%n",
        memory.jobs(),
        memory.tasks(),
        memory.done(),
        memory.heapBytes() / 1e6);
  }

  private double emptyStart(FramemillProgram framemill, RabbitServer rabbit) throws Exception {
    try (Bench bench = new Bench(1)) {
      bench.controller.close();
      return start(framemill, rabbit, bench.directory);
    }
  }

  private double pastStart(FramemillProgram framemill, RabbitServer rabbit) throws Exception {
    MediaInfo film = Film.ofTasks(TASKS_OF_A_PAST_JOB, profile, slots);
    try (Bench bench = new Bench(slots)) {
      try (InstantWorker worker = new InstantWorker(bench.broker, film, Long.MAX_VALUE)) {
        bench.submit(pastJobs);
        bench.await(all -> all.stream().allMatch(job -> job.state() == JobState.DONE));
      }
      bench.controller.close();
      return start(framemill, rabbit, bench.directory);
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
    final InMemoryBroker broker = new InMemoryBroker();
    final Controller controller;

    Bench(int slotCount) throws Exception {
      this(slotCount, ControllerConfig.forSlots(slotCount).windowPerSlot());
    }

    Bench(int slotCount, int windowPerSlot) throws Exception {
      Path media = Files.createDirectory(directory.resolve("media"));
      Files.createDirectory(directory.resolve("state"));
      Files.writeString(media.resolve("film.mp4"), "not looked into");
      ControllerConfig usual = ControllerConfig.forSlots(slotCount);
      controller =
          Controller.start(
              new ControllerConfig(
                  slotCount,
                  windowPerSlot,
                  usual.failureLimit(),
                  usual.transientFailureLimit(),
                  usual.lossLimit(),
                  usual.firstRetryDelay(),
                  usual.rest(),
                  usual.workerTimeout()),
              broker,
              new ImaginarySegments(new SharedDirectory(media, media.resolve("out"))),
              JobStore.open(directory.resolve("state").resolve("framemill.db")));
    }

    void submit(int count) {
      for (int i = 0; i < count; i++) {
        controller.submit(new Submission("film.mp4", "film.mp4", profile, 50, null));
      }
    }

    void await(Predicate<List<JobStatus>> condition) throws InterruptedException {
      while (true) {
        List<JobStatus> all = controller.list();
        if (all.stream().anyMatch(job -> job.state() == JobState.FAILED)) {
          throw new IllegalStateException("A job has failed: " + all);
        }
        if (condition.test(all)) {
          return;
        }
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
