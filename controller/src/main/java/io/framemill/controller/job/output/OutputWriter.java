package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes manifests and deletes output, on a thread of its own, so that a slow disk never holds up
 * the controller. All calls return at once.
 */
public final class OutputWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutputWriter.class);

  /** A growing playlist is not written more often: a player reads it once a target duration. */
  private static final long REFRESH_NANOS = 2_000_000_000L;

  /** Nor does that take more than one part in so many of this thread's time. */
  private static final long REFRESH_SHARE = 10;

  /**
   * A slot that was told to stop may still finish one file: the directory is deleted again after
   * this.
   */
  private static final long DELETE_AGAIN_MILLIS = 300;

  /** How often a write is tried before a job fails of it, and the first pause, which doubles. */
  private static final int WRITES = 8;

  private static final long FIRST_PAUSE_MILLIS = 1_000;

  private final Storage storage;
  private final BooleanSupplier mayAct;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "output-0"));
  private final Map<JobId, Long> nextRefreshNanos = new ConcurrentHashMap<>();
  private final Set<JobId> doomed = ConcurrentHashMap.newKeySet();
  private final Map<JobId, ScheduledFuture<?>> writesToCome = new ConcurrentHashMap<>();

  /**
   * How a job's last files went.
   *
   * @param problem why they could not be written, or are worth nothing; null if they are in place
   * @param vanished names of tasks that were done and whose files are gone; nothing is written then
   */
  public record Finish(@Nullable String problem, List<String> vanished) {}

  /**
   * @param mayAct asked before anything is touched; what it forbids is left to another controller
   */
  public OutputWriter(Storage storage, BooleanSupplier mayAct) {
    this.storage = storage;
    this.mayAct = mayAct;
  }

  /**
   * Deletes what an earlier job left in an output directory, and marks it as this job's with a
   * first report. While the storage refuses, that is tried again for about two minutes.
   *
   * @param onEnd told nothing if the directory is ready, else why not; called on this writer's
   *     thread
   */
  public void prepare(
      JobId job, String output, JobReport report, Consumer<Optional<String>> onEnd) {
    run(
        job,
        () -> {
          storage.deleteOutput(output);
          storage.write(output + "/" + OutputLayout.JOB_REPORT, report.toJson());
        },
        onEnd);
  }

  /** Whether a job's playlists may be written again by now. */
  public boolean isRefreshDue(JobId job) {
    Long next = nextRefreshNanos.get(job);
    return next == null || System.nanoTime() - next >= 0;
  }

  /**
   * Shows what is done so far to players that start early, unless the source has changed; a failure
   * is only logged, for the end will tell.
   *
   * @param onChanged told what has become of the source; called on this writer's thread
   */
  public void refresh(
      JobId job,
      String output,
      List<StoredTask> tasks,
      Profile.Packaging packaging,
      PinnedSource source,
      Consumer<String> onChanged) {
    nextRefreshNanos.put(job, System.nanoTime() + REFRESH_NANOS);
    thread.execute(
        () -> {
          if (!mayAct.getAsBoolean()) {
            return;
          }
          long start = System.nanoTime();
          try {
            Optional<String> change = source.change(storage);
            if (change.isPresent()) {
              onChanged.accept(change.get());
              return;
            }
            write(output, new ManifestBuilder(tasks, packaging).manifests());
          } catch (RuntimeException e) {
            log.warn("Playlists cannot be refreshed: {}", e.toString());
          }
          long end = System.nanoTime();
          long pause =
              Math.max(REFRESH_NANOS, REFRESH_SHARE * nextRefreshNanos.size() * (end - start));
          nextRefreshNanos.computeIfPresent(job, (id, next) -> end + pause);
        });
  }

  /**
   * Writes the final manifests and the report, if all that they name is there and the source is
   * what it was. While the storage refuses, that is tried again for about two minutes.
   *
   * @param onEnd called on this writer's thread
   */
  public void finish(
      JobId job,
      String output,
      List<StoredTask> tasks,
      Profile.Packaging packaging,
      PinnedSource source,
      JobReport report,
      Consumer<Finish> onEnd) {
    List<String> vanished = new ArrayList<>();
    AtomicReference<@Nullable String> change = new AtomicReference<>();
    run(
        job,
        () -> {
          nextRefreshNanos.remove(job);
          vanished.clear();
          vanished.addAll(vanished(output, tasks));
          if (!vanished.isEmpty() || hasChanged(source, change)) {
            return;
          }
          Map<String, String> manifests = new ManifestBuilder(tasks, packaging).manifests();
          if (manifests.isEmpty()) {
            throw new StorageException("Neither picture nor sound came out of it");
          }
          write(output, manifests);
          storage.sweepOutput(output);
          // The manifests may have taken a while.
          if (!hasChanged(source, change)) {
            storage.write(output + "/" + OutputLayout.JOB_REPORT, report.toJson());
          }
        },
        problem ->
            onEnd.accept(
                new Finish(
                    problem.isPresent() ? problem.get() : change.get(), List.copyOf(vanished))));
  }

  private boolean hasChanged(PinnedSource source, AtomicReference<@Nullable String> change) {
    change.set(source.change(storage).orElse(null));
    return change.get() != null;
  }

  /** Somebody may have deleted files of a job that runs: its manifests would name what is not. */
  private List<String> vanished(String output, List<StoredTask> tasks) {
    Map<String, List<OutputFiles.Made>> byDirectory =
        tasks.stream()
            .flatMap(OutputFiles::madeBy)
            .collect(Collectors.groupingBy(OutputFiles.Made::directory));
    Set<String> vanished = new LinkedHashSet<>();
    byDirectory.forEach(
        (directory, files) -> {
          Set<String> missing =
              storage.missing(
                  output + "/" + directory, files.stream().map(OutputFiles.Made::name).toList());
          files.stream()
              .filter(file -> missing.contains(file.name()))
              .forEach(file -> vanished.add(file.task()));
        });
    return List.copyOf(vanished);
  }

  /**
   * Names of those tasks whose files are not all there in the size that they reported; of all if
   * the storage does not tell. Waits for what is being written or deleted.
   */
  public Set<String> missing(String output, List<StoredTask> tasks) {
    return CompletableFuture.supplyAsync(
            () ->
                tasks.stream()
                    .filter(task -> !isThere(output, task))
                    .map(StoredTask::name)
                    .collect(Collectors.toSet()),
            thread)
        .join();
  }

  private boolean isThere(String output, StoredTask task) {
    try {
      Map<String, Long> sizes = OutputFiles.sizes(task);
      return OutputFiles.of(task).stream()
          .allMatch(
              file -> {
                long size = storage.sizeBytes(output + "/" + file);
                return size > 0 && size == sizes.getOrDefault(file, size);
              });
    } catch (StorageException e) {
      log.warn("{}; making it again", e.getMessage());
      return false;
    }
  }

  /**
   * Takes back the manifests of a job that failed; what its tasks made stays for another try.
   *
   * @param onEnd called on this writer's thread once that is done, or failed, which is logged
   */
  public void withdraw(JobId job, String output, Runnable onEnd) {
    thread.execute(
        () -> {
          nextRefreshNanos.remove(job);
          try {
            if (mayAct.getAsBoolean()) {
              storage.deleteFiles(output, OutputLayout::isManifest);
            }
          } catch (StorageException e) {
            log.warn("Playlists stay behind: {}", e.getMessage());
          }
          onEnd.run();
        });
  }

  /**
   * Deletes a job's output.
   *
   * @param onEnd called on this writer's thread once it is gone, or could not be deleted, which is
   *     logged
   */
  public void delete(JobId job, String output, Runnable onEnd) {
    doomed.add(job);
    ScheduledFuture<?> write = writesToCome.remove(job);
    if (write != null) {
      write.cancel(false);
    }
    thread.execute(() -> deleteIfDoomed(job, output));
    ScheduledFuture<?> unused =
        thread.schedule(
            () -> {
              deleteIfDoomed(job, output);
              doomed.remove(job);
              onEnd.run();
            },
            DELETE_AGAIN_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Deletes temporary files of an output that is complete; a failure is only logged. */
  public void sweep(String output) {
    thread.execute(
        () -> {
          if (!mayAct.getAsBoolean()) {
            return;
          }
          try {
            storage.sweepOutput(output);
          } catch (StorageException e) {
            log.warn("Temporary files stay behind: {}", e.getMessage());
          }
        });
  }

  /** The job is taken up again: what it writes from now on is not deleted. */
  public void spare(JobId job) {
    doomed.remove(job);
  }

  /** Finishes what was asked for, then ends the thread; waits for it. */
  @Override
  public void close() {
    writesToCome.values().forEach(write -> write.cancel(false));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        log.warn("Output is still being written; giving up on it");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void write(String output, Map<String, String> manifests) {
    manifests.forEach(
        (path, text) -> storage.write(output + "/" + path, text.getBytes(StandardCharsets.UTF_8)));
  }

  private void run(JobId job, Runnable work, Consumer<Optional<String>> onEnd) {
    thread.execute(() -> run(job, work, onEnd, 1));
  }

  private void run(JobId job, Runnable work, Consumer<Optional<String>> onEnd, int number) {
    if (!mayAct.getAsBoolean()) {
      return;
    }
    Optional<String> problem = Optional.empty();
    try {
      work.run();
    } catch (StorageException e) {
      if (number < WRITES && !thread.isShutdown()) {
        runAgain(job, work, onEnd, number, e);
        return;
      }
      problem = Optional.of(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("A bug while writing output", e);
      problem = Optional.of(e.toString());
    }
    onEnd.accept(problem);
  }

  private void runAgain(
      JobId job, Runnable work, Consumer<Optional<String>> onEnd, int number, StorageException e) {
    if (doomed.contains(job)) {
      return;
    }
    if (number == 1) {
      log.warn("{}; trying again", e.getMessage());
    }
    writesToCome.put(
        job,
        thread.schedule(
            () -> {
              if (writesToCome.remove(job) != null) {
                run(job, work, onEnd, number + 1);
              }
            },
            FIRST_PAUSE_MILLIS << (number - 1),
            TimeUnit.MILLISECONDS));
  }

  private void deleteIfDoomed(JobId job, String output) {
    nextRefreshNanos.remove(job);
    if (!doomed.contains(job) || !mayAct.getAsBoolean()) {
      return;
    }
    try {
      storage.deleteOutput(output);
    } catch (StorageException e) {
      log.warn("Output stays behind: {}", e.getMessage());
    }
  }
}
