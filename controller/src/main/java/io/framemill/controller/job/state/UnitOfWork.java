package io.framemill.controller.job.state;

import io.framemill.controller.store.DeadLetter;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoredEvent;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredKey;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.JobId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writes of one transaction, and the effects to run after its commit. */
public final class UnitOfWork {
  private static final Logger log = LoggerFactory.getLogger(UnitOfWork.class);

  private final Map<JobId, StoredJob> jobs = new LinkedHashMap<>();
  private final Map<String, StoredTask> tasks = new LinkedHashMap<>();
  private final Set<String> added = new HashSet<>();
  private final Set<JobId> cleared = new LinkedHashSet<>();
  private final Set<JobId> deleted = new LinkedHashSet<>();
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<StoredKey> keys = new ArrayList<>();
  private final List<Runnable> effects = new ArrayList<>();

  public void save(StoredJob job) {
    jobs.put(job.id(), job);
  }

  /** Saves the changed state of a task that was added before. */
  public void save(StoredTask task) {
    tasks.put(key(task), task);
  }

  /** Saves a task with its full definition; the store may have a task of that name. */
  public void add(StoredTask task) {
    added.add(key(task));
    save(task);
  }

  private static String key(StoredTask task) {
    return task.attempt().job() + "/" + task.name();
  }

  /** Deletes the stored tasks of a job; tasks saved after this call stay. */
  public void clearTasks(JobId job) {
    cleared.add(job);
    tasks.values().removeIf(task -> task.attempt().job().equals(job));
  }

  /** Deletes a job with all its rows. */
  public void delete(JobId job) {
    deleted.add(job);
    jobs.remove(job);
    tasks.values().removeIf(task -> task.attempt().job().equals(job));
    events.removeIf(event -> event.job().equals(job));
    keys.removeIf(key -> key.job().equals(job));
  }

  /** Saves an idempotency key. */
  public void save(StoredKey key) {
    keys.add(key);
  }

  void append(StoredEvent event) {
    events.add(event);
  }

  /** Saves a message that could not be read. */
  public void bury(DeadLetter letter) {
    deadLetters.add(letter);
  }

  /** Runs an effect after the commit, in the order of the calls. */
  public void afterCommit(Runnable effect) {
    effects.add(effect);
  }

  /** Writes all changes as one transaction. */
  public void write(JobStore store) {
    store.transaction(
        changes -> {
          changes.saveJobs(jobs.values());
          changes.saveKeys(keys);
          cleared.forEach(changes::deleteTasks);
          Map<Boolean, List<StoredTask>> byNovelty =
              tasks.values().stream()
                  .collect(Collectors.partitioningBy(task -> added.contains(key(task))));
          changes.addTasks(byNovelty.getOrDefault(true, List.of()));
          changes.updateTasks(byNovelty.getOrDefault(false, List.of()));
          changes.append(events);
          changes.bury(deadLetters);
          changes.deleteJobs(deleted);
        });
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return jobs.isEmpty()
        && deleted.isEmpty()
        && keys.isEmpty()
        && tasks.isEmpty()
        && events.isEmpty()
        && cleared.isEmpty()
        && deadLetters.isEmpty();
  }

  /** Runs all effects; one that fails is logged and does not stop the others. */
  public void runEffects() {
    for (Runnable effect : effects) {
      try {
        effect.run();
      } catch (RuntimeException e) {
        log.error("An effect of a commit failed", e);
      }
    }
  }
}
