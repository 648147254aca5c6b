package io.framemill.controller.job.state;

import io.framemill.controller.api.Jobs;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the event logs of jobs to listeners, in order, on its own thread. Thread-safe. */
public final class JobWatchers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobWatchers.class);
  private static final long CLOSE_SECONDS = 5;

  private static final CopyOnWriteArrayList<Watcher> NOBODY = new CopyOnWriteArrayList<>();

  private final Map<JobId, CopyOnWriteArrayList<Watcher>> watchers = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "events-0"));

  /**
   * Adds a watcher, which receives the past events first; adding it again changes nothing. Later
   * events that are among the past ones are not sent twice.
   *
   * @param isOver value of {@link Jobs.Watch#isOver}
   */
  public Jobs.Watch add(JobId job, List<JobEvent> past, boolean isOver, Watcher watcher) {
    watchers.computeIfAbsent(job, id -> new CopyOnWriteArrayList<>()).addIfAbsent(watcher);
    thread.execute(() -> past.forEach(watcher::tell));
    return new LocalWatch(isOver, () -> remove(job, watcher));
  }

  void tell(JobId job, JobEvent event) {
    List<Watcher> present = List.copyOf(watchers.getOrDefault(job, NOBODY));
    if (!present.isEmpty() && !thread.isShutdown()) {
      thread.execute(() -> present.forEach(watcher -> watcher.tell(event)));
    }
  }

  boolean isWatched(JobId job) {
    return watchers.containsKey(job);
  }

  /** The jobs that have watchers. */
  Set<JobId> watched() {
    return Set.copyOf(watchers.keySet());
  }

  /** Sends all pending events, then ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("A watcher does not return; stopping without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void remove(JobId job, Watcher watcher) {
    watchers.computeIfPresent(
        job,
        (id, present) -> {
          present.remove(watcher);
          return present.isEmpty() ? null : present;
        });
  }

  private record LocalWatch(boolean isOver, Runnable end) implements Jobs.Watch {
    @Override
    public void close() {
      end.run();
    }
  }

  /** One listener and its position in the log; used on the thread of events only. */
  public static final class Watcher {
    private final Consumer<JobEvent> listener;
    private long lastSequence;

    public Watcher(Consumer<JobEvent> listener) {
      this.listener = listener;
    }

    void tell(JobEvent event) {
      boolean isStory = event.kind() != JobEvent.Kind.PROGRESS;
      if (isStory && event.sequence() <= lastSequence) {
        return;
      }
      lastSequence = isStory ? event.sequence() : lastSequence;
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        log.warn("A watcher failed", e);
      }
    }
  }
}
