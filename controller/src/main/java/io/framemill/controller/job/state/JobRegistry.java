package io.framemill.controller.job.state;

import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.job.output.JobReport;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.StoredEvent;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredKey;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobLog;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.text.PrintableText;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registry of all jobs, in the state that the store holds, with their event logs. Owned by the
 * controller's thread.
 */
public final class JobRegistry {
  private static final Logger log = LoggerFactory.getLogger(JobRegistry.class);
  private static final Logger story = LoggerFactory.getLogger(JobLog.NAME);

  private final JobStore store;
  private final Storage storage;
  private final JobWatchers watchers;
  private final Clock clock;
  private Map<JobId, Job> jobs = new LinkedHashMap<>();
  private Map<JobId, Job> active = new LinkedHashMap<>();
  private final RecentJobs recentJobs = new RecentJobs();
  private Map<String, StoredKey> keys = new HashMap<>();
  private final Set<JobId> held = new HashSet<>();

  public JobRegistry(JobStore store, Storage storage, JobWatchers watchers, Clock clock) {
    this.store = store;
    this.storage = storage;
    this.watchers = watchers;
    this.clock = clock;
  }

  /** Reads the store again; the state in memory is unchanged if that fails. */
  public void reload() {
    Map<JobId, Job> stored = new LinkedHashMap<>();
    Map<JobId, Job> storedActive = new LinkedHashMap<>();
    for (StoredJob row : store.jobs()) {
      boolean isEnd = row.state().isEnd();
      List<StoredTask> tasks = isEnd ? List.of() : store.tasks(row.id());
      Job job = new Job(row, tasks, store.lastSequence(row.id()));
      stored.put(row.id(), job);
      if (isEnd) {
        job.shelve();
      } else {
        storedActive.put(row.id(), job);
      }
    }
    Map<String, StoredKey> storedKeys = new HashMap<>();
    store.keys().forEach(key -> storedKeys.put(key.name(), key));
    jobs = stored;
    active = storedActive;
    recentJobs.clear();
    keys = storedKeys;
  }

  public long now() {
    return clock.millis();
  }

  @Nullable
  public Job find(JobId id) {
    return jobs.get(id);
  }

  public Job require(JobId id) {
    Job job = jobs.get(id);
    if (job == null) {
      throw new NoSuchJobException(id.value());
    }
    return job;
  }

  public void add(Job job) {
    jobs.put(job.id(), job);
    active.put(job.id(), job);
  }

  /** Removes a job and its idempotency key, as if it had never been submitted. */
  public void remove(Job job) {
    jobs.remove(job.id());
    active.remove(job.id());
    held.remove(job.id());
    recentJobs.remove(job);
    keys.values().removeIf(key -> key.job().equals(job.id()));
  }

  /** Records that a job has ended. */
  public void ended(Job job) {
    active.remove(job.id());
    recentJobs.add(job);
  }

  /**
   * Drops the tasks of jobs that ended a while ago from memory; only committed state may be
   * dropped.
   */
  public void tidy() {
    recentJobs.tidy();
  }

  /** Loads the tasks of a job that has ended into memory. */
  public void restore(Job job) {
    if (job.isShelved()) {
      job.restore(store.job(job.id()), store.tasks(job.id()));
      recentJobs.add(job);
    }
  }

  /** Records that a job that had ended runs again. */
  public void reopen(Job job) {
    recentJobs.remove(job);
    active.put(job.id(), job);
  }

  /** The stored idempotency key of that name; null if there is none. */
  @Nullable
  public StoredKey findKey(String name) {
    return keys.get(name);
  }

  public void add(StoredKey key) {
    keys.put(key.name(), key);
  }

  /** Jobs that have not ended, oldest first. */
  public Collection<Job> active() {
    return List.copyOf(active.values());
  }

  /** Blocks the dispatch of a job's tasks: its output directory is not ready. */
  public void hold(JobId job) {
    held.add(job);
  }

  public void release(JobId job) {
    held.remove(job);
  }

  /** Unblocks the dispatch of all jobs. */
  public void releaseAll() {
    held.clear();
  }

  /** Active jobs whose tasks may be dispatched. */
  public List<Job> dispatchable() {
    return active().stream().filter(job -> !held.contains(job.id())).toList();
  }

  /** Tasks of the newest jobs, at most about {@code most}. */
  public List<StoredTask> newestTasks(int most) {
    List<Job> newestFirst = new ArrayList<>(jobs.values());
    Collections.reverse(newestFirst);
    return newestFirst.stream().flatMap(job -> job.tasks().stream()).limit(most).toList();
  }

  /** The status of all jobs, newest first. */
  public List<JobStatus> statuses() {
    return jobs.values().stream()
        .sorted(Comparator.<Job>comparingLong(job -> job.row().createdMillis()).reversed())
        .map(this::status)
        .toList();
  }

  /** The status of the jobs of a source. */
  public List<JobStatus> statusesOf(String source) {
    return jobs.values().stream()
        .filter(job -> job.row().source().equals(source))
        .map(this::status)
        .toList();
  }

  private String location(Job job) {
    return job.location(storage::location);
  }

  public JobStatus status(Job job) {
    return JobStatusBuilder.of(job, job.row().state(), location(job));
  }

  /** Appends an event to a job's log; it is logged and sent to watchers after the commit. */
  public void event(
      Job job, JobEvent.Kind kind, EventCause cause, String message, UnitOfWork work) {
    work.afterCommit(append(job, kind, cause, message, work));
  }

  /**
   * Appends an event to a job's log.
   *
   * @return notifies the watchers; to be run after the commit
   */
  public Runnable append(
      Job job, JobEvent.Kind kind, EventCause cause, String message, UnitOfWork work) {
    StoredEvent row =
        new StoredEvent(
            job.id(),
            job.nextSequence(),
            now(),
            kind,
            cause.actor(),
            cause.attempt(),
            PrintableText.of(message));
    JobState state = job.row().state();
    work.append(row);
    work.afterCommit(() -> write(row));
    return () -> tell(job, row, state);
  }

  /** Builds the status only if there is a watcher: thousands of tasks cause thousands of events. */
  private void tell(Job job, StoredEvent row, JobState state) {
    if (watchers.isWatched(job.id())) {
      String location = location(job);
      watchers.tell(job.id(), event(row, JobStatusBuilder.of(job, state, location)));
    }
  }

  private static JobEvent event(StoredEvent row, JobStatus status) {
    return new JobEvent(
        row.sequence(),
        row.atMillis(),
        row.kind(),
        row.actor(),
        row.attempt(),
        row.message(),
        status);
  }

  /**
   * The event log of a job. All events but the last show a job that has not ended, because a job
   * with later events was retried.
   *
   * @param after only events after this sequence; all events if the log has no event of that number
   */
  public List<JobEvent> story(Job job, long after) {
    long start = after > job.lastSequence() ? 0 : after;
    String location = location(job);
    JobStatus before = JobStatusBuilder.of(job, JobState.RUNNING, location);
    List<JobEvent> story = new ArrayList<>();
    for (StoredEvent row : store.events(job.id(), start)) {
      story.add(event(row, row.sequence() == job.lastSequence() ? status(job) : before));
    }
    return story;
  }

  /**
   * The content of {@code job.json} now; without the event log if the store cannot be read.
   *
   * @param endedMillis when it ended, epoch; null while it has not
   */
  public JobReport report(Job job, @Nullable Long endedMillis) {
    List<StoredEvent> events = List.of();
    try {
      events = store.events(job.id());
    } catch (StoreException e) {
      log.warn("job.json lacks the event log: {}", e.getMessage());
    }
    return JobReport.of(job.row(), List.copyOf(job.tasks()), events, endedMillis);
  }

  /** Sends watchers stored events that they may not have received; none twice. */
  public void tellAgain() {
    for (JobId id : watchers.watched()) {
      Job job = find(id);
      if (job != null) {
        story(job, 0).forEach(event -> watchers.tell(id, event));
      }
    }
  }

  /**
   * Jobs that failed or were cancelled after they had begun to write output, oldest first.
   *
   * @param sinceMillis only those that ended then or later, epoch
   */
  public List<Job> abortedAfterPlanning(long sinceMillis) {
    return jobs.values().stream()
        .filter(job -> job.row().endedMillis() != null && job.row().endedMillis() >= sinceMillis)
        .filter(job -> job.row().state().isEnd() && job.row().state() != JobState.DONE)
        .filter(Job::wasPlanned)
        .toList();
  }

  private static void write(StoredEvent event) {
    try (LogContext context = LogContext.of(event.job())) {
      switch (event.kind()) {
        case RETRY, WARNING -> story.warn("{}", event.message());
        case TASK_QUEUED, TASK_STARTED -> story.debug("{}", event.message());
        case FAILED -> story.error("{}", event.message());
        default -> story.info("{}", event.message());
      }
    }
  }
}
