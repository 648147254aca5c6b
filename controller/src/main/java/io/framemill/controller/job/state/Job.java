package io.framemill.controller.job.state;

import io.framemill.controller.job.output.EncodedChunk;
import io.framemill.controller.store.JobSummary;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskInterner;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One job with its tasks, in the state that the store holds, and the progress of its running
 * attempts. Owned by the controller's thread.
 */
public final class Job {
  /** Maximum wait of a task: a longer one is the effect of a clock that went back. */
  private static final long LONGEST_WAIT_MILLIS = 120_000;

  private StoredJob row;
  private final Map<String, StoredTask> tasks = new LinkedHashMap<>();
  private final Map<Task.Stage, TreeMap<Integer, String>> waiting = new EnumMap<>(Task.Stage.class);
  private @Nullable List<String> chunksInTime;
  private final Map<String, TaskProgress> running = new HashMap<>();
  private final Map<Task.Stage, Integer> open = new EnumMap<>(Task.Stage.class);
  private TaskTotals tally = new TaskTotals();
  private ProgressMeter meter = new ProgressMeter();
  private final AvoidedWorkers avoidedWorkers = new AvoidedWorkers();
  private RepeatedDecoding decodeAgain = new RepeatedDecoding();
  private TaskInterner shared = new TaskInterner();
  private int outstanding;
  private int lastAttempt;
  private boolean isShelved;
  private @Nullable String location;
  private long lastSequence;

  public Job(StoredJob row, List<StoredTask> tasks, long lastSequence) {
    this.row = row;
    this.lastSequence = lastSequence;
    this.lastAttempt = row.summary() == null ? 0 : row.summary().lastAttempt();
    tasks.forEach(this::put);
  }

  /**
   * Drops the tasks and the media description of a job that has ended from memory; {@link #restore}
   * loads them again.
   */
  void shelve() {
    row = row.withoutMedia();
    clearTasks();
    meter = new ProgressMeter();
    shared = new TaskInterner();
    isShelved = true;
  }

  boolean isShelved() {
    return isShelved;
  }

  /** Reverts {@link #shelve} with the stored rows. */
  void restore(StoredJob storedRow, List<StoredTask> storedTasks) {
    row = storedRow;
    storedTasks.forEach(this::put);
    isShelved = false;
  }

  /** Whether its source was inspected, so that it may have output. */
  public boolean wasPlanned() {
    JobSummary summary = row.summary();
    return summary == null ? row.media() != null : summary.planned();
  }

  /** Interns the parts of a result that are equal in the results of other tasks. */
  public TaskResult shared(TaskResult result) {
    return shared.result(result);
  }

  /** Interns a name that occurs in many reports. */
  public String shared(String name) {
    return shared.of(name);
  }

  /**
   * The location of its output, for users.
   *
   * @param locate called once, because a storage reads directories for it
   */
  String location(UnaryOperator<String> locate) {
    if (location == null) {
      location = locate.apply(row.output());
    }
    return location;
  }

  /** Whether it cannot have output: none of its encode tasks was ever queued. */
  public boolean isUntouched() {
    return tasks.values().stream()
        .filter(task -> !(task.task() instanceof Task.Inspect))
        .allMatch(
            task ->
                task.state() == TaskState.WAITING && task.failures() == 0 && task.losses() == 0);
  }

  public JobId id() {
    return row.id();
  }

  public StoredJob row() {
    return row;
  }

  public void replace(StoredJob newRow) {
    row = newRow;
  }

  public Collection<StoredTask> tasks() {
    return tasks.values();
  }

  @Nullable
  public StoredTask task(String name) {
    return tasks.get(name);
  }

  /** Adds a task or replaces its previous state. */
  public void put(StoredTask task) {
    StoredTask former = tasks.put(task.name(), task);
    lastAttempt = Math.max(lastAttempt, task.lastNumber());
    if (former != null) {
      tally.remove(former);
    }
    tally.add(task);
    outstanding += task.outstanding() - (former == null ? 0 : former.outstanding());
    countOpen(former, -1);
    countOpen(task, 1);
    TreeMap<Integer, String> alike =
        waiting.computeIfAbsent(task.task().stage(), stage -> new TreeMap<>());
    if (task.state() == TaskState.WAITING) {
      alike.put(task.position(), task.name());
    } else {
      alike.remove(task.position(), task.name());
    }
    if (former == null) {
      chunksInTime = null;
    }
    if (!task.state().isRunning() || (former != null && !former.attempt().equals(task.attempt()))) {
      running.remove(task.name());
    }
  }

  private void countOpen(@Nullable StoredTask task, int change) {
    if (task != null && task.state() != TaskState.DONE) {
      open.merge(task.task().stage(), change, Integer::sum);
    }
  }

  public void clearTasks() {
    tasks.clear();
    tally = new TaskTotals();
    open.clear();
    waiting.clear();
    chunksInTime = null;
    running.clear();
    decodeAgain = new RepeatedDecoding();
    outstanding = 0;
  }

  /** Number of tasks that are queued or running. */
  public int outstanding() {
    return outstanding;
  }

  /**
   * The first task in plan order that may be dispatched now: no task of an earlier stage is open.
   */
  public Optional<StoredTask> nextWaiting(long nowMillis) {
    for (Map.Entry<Task.Stage, Integer> stage : open.entrySet()) {
      if (stage.getValue() > 0) {
        TreeMap<Integer, String> names = waiting.get(stage.getKey());
        return names == null ? Optional.empty() : firstDue(names, nowMillis);
      }
    }
    return Optional.empty();
  }

  private Optional<StoredTask> firstDue(TreeMap<Integer, String> names, long nowMillis) {
    for (String name : names.values()) {
      StoredTask task = Objects.requireNonNull(tasks.get(name));
      if (isDue(task.notBeforeMillis(), nowMillis)) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }

  private static boolean isDue(long notBeforeMillis, long nowMillis) {
    long wait = notBeforeMillis - nowMillis;
    return wait <= 0 || wait > LONGEST_WAIT_MILLIS;
  }

  /** The tasks of the given chunk, that one included, and of its neighbours. */
  List<StoredTask> around(EncodeVideo chunk) {
    List<String> names = chunksInTime();
    int first = placeOf(chunk.firstSegment());
    int next = placeOf(chunk.firstSegment() + 1);
    int from = first == 0 ? 0 : placeOf(firstSegment(names.get(first - 1)));
    int to = next == names.size() ? next : placeOf(firstSegment(names.get(next)) + 1);
    return names.subList(from, to).stream()
        .map(name -> Objects.requireNonNull(tasks.get(name)))
        .toList();
  }

  /** Index of the first task by time that begins at a segment or later. */
  private int placeOf(int segment) {
    List<String> names = chunksInTime();
    int low = 0;
    int high = names.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (firstSegment(names.get(middle)) < segment) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int firstSegment(String name) {
    return ((EncodeVideo) Objects.requireNonNull(tasks.get(name)).task()).firstSegment();
  }

  /** Rebuilt after a task was added; a film has thousands of them. */
  private List<String> chunksInTime() {
    if (chunksInTime == null) {
      chunksInTime =
          EncodedChunk.inOrder(tasks.values()).stream()
              .flatMap(List::stream)
              .map(StoredTask::name)
              .toList();
    }
    return chunksInTime;
  }

  /** The highest attempt number of any task. */
  public int lastAttempt() {
    return lastAttempt;
  }

  public boolean allDone() {
    return tally.done() == tally.tasks();
  }

  /** The sums over its tasks. */
  public TaskTotals tally() {
    return tally;
  }

  long lastSequence() {
    return lastSequence;
  }

  long nextSequence() {
    return ++lastSequence;
  }

  /**
   * Records the progress of a task's current attempt, or of its copy if that is ahead; ignores
   * other attempts.
   */
  public void progress(TaskProgress progress) {
    Attempt attempt = progress.attempt();
    StoredTask task = tasks.get(attempt.task());
    if (task == null || !task.state().isOutstanding()) {
      return;
    }
    TaskProgress known = running.get(task.name());
    boolean ahead = known == null || progress.mediaMillis() >= known.mediaMillis();
    if (task.liveCopy() == null
        ? task.attempt().equals(attempt)
        : ahead && (task.attempt().equals(attempt) || task.liveCopy(attempt.number()) != null)) {
      running.put(task.name(), progress);
    }
  }

  /** The progress of the running tasks that have reported any, by name. */
  Map<String, TaskProgress> running() {
    return running;
  }

  /** Decides which chunks are decoded again. */
  public RepeatedDecoding decodeAgain() {
    return decodeAgain;
  }

  /** The stream that a chunk belongs to. */
  VideoStream videoStream(EncodeVideo chunk) {
    return Objects.requireNonNull(row.media(), "media").videoStream(chunk.video().streamIndex());
  }

  /** The workers that its tasks avoid. */
  public AvoidedWorkers avoidedWorkers() {
    return avoidedWorkers;
  }

  ProgressMeter meter() {
    return meter;
  }
}
