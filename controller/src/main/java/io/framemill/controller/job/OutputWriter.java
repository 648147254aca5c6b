package io.framemill.controller.job;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Profile;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes manifests and deletes output, on a thread of its own, so that a slow disk never holds up
 * the controller. All calls return at once.
 */
final class OutputWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutputWriter.class);

  /** A growing playlist is not written more often: a player reads it once a target duration. */
  private static final long REFRESH_MILLIS = 2_000;

  /**
   * A slot that was told to stop may still finish one file: the directory is deleted again after
   * this.
   */
  private static final long DELETE_AGAIN_MILLIS = 300;

  private final Storage storage;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "output-0"));
  private final Map<JobId, Long> lastRefreshNanos = new HashMap<>();
  private final Set<JobId> doomed = new HashSet<>();

  OutputWriter(Storage storage) {
    this.storage = storage;
  }

  /**
   * Marks the output as a job's with a first report; a failure is only logged, for slots will meet
   * it too.
   */
  void begin(String output, byte[] report) {
    thread.execute(
        () -> {
          try {
            storage.write(output + "/job.json", report);
          } catch (StorageException e) {
            log.warn("The report cannot be written: {}", e.getMessage());
          }
        });
  }

  /**
   * Shows what is done so far to players that start early; a failure is only logged, for the end
   * will tell.
   */
  void refresh(JobId job, String output, List<StoredTask> tasks, Profile.Packaging packaging) {
    thread.execute(
        () -> {
          Long last = lastRefreshNanos.get(job);
          long now = System.nanoTime();
          if (last != null && now - last < TimeUnit.MILLISECONDS.toNanos(REFRESH_MILLIS)) {
            return;
          }
          lastRefreshNanos.put(job, now);
          try {
            write(output, new Assembly(tasks, packaging).manifests());
          } catch (StorageException e) {
            log.warn("Playlists cannot be refreshed: {}", e.getMessage());
          }
        });
  }

  /**
   * Writes the final manifests and the report.
   *
   * @param onEnd told nothing if all is in place, else why not; called on this writer's thread
   */
  void finish(
      JobId job,
      String output,
      List<StoredTask> tasks,
      Profile.Packaging packaging,
      byte[] report,
      Consumer<Optional<String>> onEnd) {
    thread.execute(
        () -> {
          lastRefreshNanos.remove(job);
          try {
            Map<String, String> manifests = new Assembly(tasks, packaging).manifests();
            write(output, manifests);
            storage.sweepOutput(output);
            storage.write(output + "/job.json", report);
            onEnd.accept(
                manifests.isEmpty()
                    ? Optional.of("neither picture nor sound came out of it")
                    : Optional.empty());
          } catch (StorageException e) {
            onEnd.accept(Optional.of(String.valueOf(e.getMessage())));
          }
        });
  }

  /**
   * Deletes a job's output.
   *
   * @param onEnd called on this writer's thread once it is gone, or could not be deleted, which is
   *     logged
   */
  void delete(JobId job, String output, Runnable onEnd) {
    thread.execute(
        () -> {
          lastRefreshNanos.remove(job);
          doomed.add(job);
          deleteNow(output);
        });
    ScheduledFuture<?> unused =
        thread.schedule(
            () -> {
              if (doomed.remove(job)) {
                deleteNow(output);
              }
              onEnd.run();
            },
            DELETE_AGAIN_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** The job is taken up again: what it writes from now on is not deleted. */
  void spare(JobId job) {
    thread.execute(() -> doomed.remove(job));
  }

  /** Finishes what was asked for, then ends the thread; waits for it. */
  @Override
  public void close() {
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

  private void deleteNow(String output) {
    try {
      storage.deleteOutput(output);
    } catch (StorageException e) {
      log.warn("Output stays behind: {}", e.getMessage());
    }
  }
}
