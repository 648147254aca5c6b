package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Backoff;
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
 * Writes manifests and deletes output on its own thread, so that a slow disk does not block the
 * controller. All calls return at once.
 */
public final class OutputWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutputWriter.class);

  /**
   * Minimum time between two updates of a growing playlist: a player reads it once per target
   * duration.
   */
  private static final long REFRESH_NANOS = 2_000_000_000L;

  /** Updates take at most one part in this many of the thread's time. */
  private static final long REFRESH_SHARE = 10;

  /**
   * A slot that was told to stop may still finish one file: the directory is deleted again after
   * this time.
   */
  private static final long DELETE_AGAIN_MILLIS = 300;

  /** Number of tries for a write before the job fails. */
  private static final int WRITES = 8;

  private static final Backoff BACKOFF = Backoff.ofMillis(1_000, 64_000);

  private final Storage storage;
  private final BooleanSupplier mayAct;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "output-0"));
  private final Map<JobId, Long> nextRefreshNanos = new ConcurrentHashMap<>();
  private final Set<JobId> doomed = ConcurrentHashMap.newKeySet();
  private final Map<JobId, ScheduledFuture<?>> writesToCome = new ConcurrentHashMap<>();

  /**
   * Result of writing a job's final files.
   *
   * @param problem why they could not be written or are invalid; null if they are in place
   * @param vanished names of tasks that were done and whose files are gone; nothing is written then
   */
  public record Finish(@Nullable String problem, List<String> vanished) {}

  /**
   * @param mayAct asked before any file is changed; if false, the work is left to another
   *     controller
   */
  public OutputWriter(Storage storage, BooleanSupplier mayAct) {
    this.storage = storage;
    this.mayAct = mayAct;
  }

  /**
   * Deletes what an earlier job left in an output directory, and marks the directory as this job's
   * with a first report. Retries for about two minutes while the storage fails.
   *
   * @param onEnd receives an empty value if the directory is ready, else the reason; called on this
   *     writer's thread
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

  /** Whether a job's playlists may be updated again. */
  public boolean isRefreshDue(JobId job) {
    Long next = nextRefreshNanos.get(job);
    return next == null || System.nanoTime() - next >= 0;
  }

  /**
   * Updates the playlists for players that start early, unless the source has changed. A failure is
   * only logged: the final write reports it.
   *
   * @param onChanged receives how the source has changed; called on this writer's thread
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
   * Writes the final manifests and the report, if all files that they name exist and the source is
   * unchanged. Retries for about two minutes while the storage fails.
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
            throw new StorageException("The output has neither video nor audio");
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

  /**
   * Finds tasks whose files were deleted while the job ran: manifests must not name missing files.
   */
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
   * Names of the tasks of which a file is missing or differs from its reported size; of all tasks
   * if the storage fails. Waits for pending writes and deletions.
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
   * Deletes the manifests of a failed job; the output of its tasks stays for a retry.
   *
   * @param onEnd called on this writer's thread once that is done or has failed; a failure is
   *     logged
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
            log.warn("Playlists cannot be deleted: {}", e.getMessage());
          }
          onEnd.run();
        });
  }

  /**
   * Deletes a job's output.
   *
   * @param onEnd called on this writer's thread once it is deleted or the deletion has failed; a
   *     failure is logged
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
            log.warn("Temporary files cannot be deleted: {}", e.getMessage());
          }
        });
  }

  /** Cancels the deletion of a job's output, because the job is retried. */
  public void spare(JobId job) {
    doomed.remove(job);
  }

  /** Completes all requested work, then ends the thread and waits for it. */
  @Override
  public void close() {
    writesToCome.values().forEach(write -> write.cancel(false));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
        log.warn("Output is still being written; stopping without waiting for it");
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
      log.error("Internal error while writing output", e);
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
            BACKOFF.after(number).toMillis(),
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
      log.warn("Output cannot be deleted: {}", e.getMessage());
    }
  }
}
