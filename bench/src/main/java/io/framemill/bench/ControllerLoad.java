package io.framemill.bench;

import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.Median;
import io.framemill.bench.measure.Results;
import io.framemill.bench.simulate.FakeSegmentStorage;
import io.framemill.bench.simulate.InstantWorker;
import io.framemill.bench.simulate.ServeProcess;
import io.framemill.bench.simulate.SimulatedSource;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.Controller;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.testbroker.RabbitServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final int MANY_JOBS = 100;

  private static final LiveTable TABLE =
      new LiveTable()
          .column("figure", 64, "%s")
          .column("median", 9, "%.2f")
          .column("least", 9, "%.2f")
          .column("most", 9, "%.2f");

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

  @Mixin private Results results = new Results();

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
   * @param openSeconds with unfinished jobs in the store
   */
  record Starts(double emptySeconds, double pastSeconds, double openSeconds) {}

  @Override
  public Integer call() throws Exception {
    results.put("profile", profile.name());
    TABLE.printHeadings();
    results.put("oneFilm", rates(1, filmTasks));
    results.put("manyJobs", rates(MANY_JOBS, filmTasks / MANY_JOBS));
    FramemillProgram framemill = FramemillProgram.ready();
    try (RabbitServer rabbit = RabbitServer.start()) {
      double empty = emptyStart(framemill, rabbit);
      double past = pastStart(framemill, rabbit);
      double open = memory(framemill, rabbit);
      results.put("starts", new Starts(empty, past, open));
    }
    results.write();
    return 0;
  }

  private List<Double> rates(int count, int tasksOfAJob) throws Exception {
    MediaInfo film = SimulatedSource.ofTasks(tasksOfAJob, profile, slots);
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      rates.add(completionsPerSecond(film, count));
    }
    print("durable completions per second, jobs: " + count + ", of tasks: " + tasksOfAJob, rates);
    return rates;
  }

  private static void print(String figure, List<Double> values) {
    TABLE.printRow(
        figure,
        Median.of(values),
        values.stream().min(Comparator.naturalOrder()).orElseThrow(),
        values.stream().max(Comparator.naturalOrder()).orElseThrow());
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
  private double memory(FramemillProgram framemill, RabbitServer rabbit) throws Exception {
    List<Memory> all = new ArrayList<>();
    // So wide a window that all jobs come on at the same pace: those that end leave memory.
    try (Bench bench = new Bench(SLOTS_FOR_MEMORY, jobs)) {
      all.add(bench.heap());
      MediaInfo film = SimulatedSource.ofTasks(tasks, profile, SLOTS_FOR_MEMORY);
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
      Memory full = all.get(all.size() - 1);
      double grown = (full.heapBytes() - all.get(0).heapBytes()) / 1e6;
      print("MB of heap for each 10,000 of them", List.of(grown / full.tasks() * 10_000));
      results.put("memory", all);
      bench.controller.close();
      return start("jobs to resume: " + jobs, framemill, rabbit, bench.directory());
    }
  }

  private static void print(Memory memory) {
    print(
        String.format(
            Locale.ROOT,
            "MB of heap, jobs: %d, of tasks in all: %d, done: %d",
            memory.jobs(),
            memory.tasks(),
            memory.done()),
        List.of(memory.heapBytes() / 1e6));
  }

  private double emptyStart(FramemillProgram framemill, RabbitServer rabbit) throws Exception {
    try (Bench bench = new Bench(1)) {
      bench.controller.close();
      return start("empty store", framemill, rabbit, bench.directory());
    }
  }

  private double pastStart(FramemillProgram framemill, RabbitServer rabbit) throws Exception {
    MediaInfo film = SimulatedSource.ofTasks(TASKS_OF_A_PAST_JOB, profile, slots);
    try (Bench bench = new Bench(slots)) {
      try (InstantWorker worker = new InstantWorker(bench.broker, film, Long.MAX_VALUE)) {
        bench.submit(pastJobs);
        bench.await(all -> all.stream().allMatch(job -> job.state() == JobState.DONE));
      }
      bench.controller.close();
      return start("ended jobs in the store: " + pastJobs, framemill, rabbit, bench.directory());
    }
  }

  private double start(
      String store, FramemillProgram framemill, RabbitServer rabbit, Path directory)
      throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      try (ServeProcess serve = ServeProcess.start(framemill, rabbit.uri(), directory)) {
        seconds.add(serve.startSeconds());
      }
    }
    print("s to start serve, " + store, seconds);
    return Median.of(seconds);
  }

  /** A controller in this process, on a store in a file. */
  private final class Bench implements AutoCloseable {
    final WorkDirectory work = WorkDirectory.create();
    final InMemoryBroker broker = new InMemoryBroker();
    final Controller controller;

    Bench(int slotCount) throws Exception {
      this(slotCount, ControllerConfig.forSlots(slotCount).windowPerSlot());
    }

    Bench(int slotCount, int windowPerSlot) throws Exception {
      Path media = Files.createDirectory(directory().resolve("media"));
      Path state = Files.createDirectory(directory().resolve("state"));
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
                  usual.backoff(),
                  usual.rest(),
                  usual.workerTimeout(),
                  usual.costLimit()),
              broker,
              new FakeSegmentStorage(new SharedDirectory(media, media.resolve("out"))),
              JobStore.open(state.resolve("framemill.db")));
    }

    Path directory() {
      return work.path();
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
      work.close();
    }
  }
}
