package io.framemill.controller.http;

import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.Submission;
import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.WorkerStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Jobs that do what a test says. */
public final class FakeJobs implements Jobs {
  private final Map<JobId, JobStatus> jobs = new LinkedHashMap<>();
  private final Map<JobId, List<JobEvent>> stories = new LinkedHashMap<>();
  private final List<Consumer<JobEvent>> listeners = new ArrayList<>();
  private final List<Submission> submissions = new ArrayList<>();
  private final List<Long> watchedAfter = new ArrayList<>();
  private @Nullable RuntimeException failure;
  private int statusCalls;
  private volatile CountDownLatch heldUntil = new CountDownLatch(0);

  /** A job, half done, with nothing unknown. */
  public static JobStatus aJob(String id, JobState state) {
    return new JobStatus(
        new JobId(id),
        id + ".mp4",
        "hls-h264",
        state,
        50,
        "out/" + id,
        state == JobState.FAILED ? "No video in it" : null,
        1_700_000_000_000L,
        state.isEnd() ? Long.valueOf(1_700_000_060_000L) : null,
        8,
        state == JobState.DONE ? 8 : 4,
        state == JobState.DONE ? 720 : 360,
        720,
        state == JobState.DONE ? 100 : 50,
        48.0,
        2.0,
        state == JobState.RUNNING ? Long.valueOf(7_500) : null);
  }

  /** An event of that job; sequence 0 is progress. */
  public static JobEvent anEvent(long sequence, JobEvent.Kind kind, JobStatus status) {
    return new JobEvent(
        sequence, 1_700_000_000_000L + sequence, kind, kind + " " + sequence, status);
  }

  public synchronized void put(JobStatus status) {
    jobs.put(status.job(), status);
  }

  /** Lets something happen to a job, and tells all who watch. */
  public synchronized void tell(JobEvent event) {
    put(event.status());
    if (event.sequence() > 0) {
      stories.computeIfAbsent(event.status().job(), job -> new ArrayList<>()).add(event);
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** From now on every call is a bug. */
  public synchronized void fail() {
    failWith(new IllegalStateException("secret internals"));
  }

  /** From now on the jobs cannot be listed. */
  public synchronized void failWith(RuntimeException why) {
    failure = why;
  }

  public synchronized List<Submission> submissions() {
    return List.copyOf(submissions);
  }

  public synchronized int statusCalls() {
    return statusCalls;
  }

  /** From where each watch began. */
  public synchronized List<Long> watchedAfter() {
    return List.copyOf(watchedAfter);
  }

  public synchronized int watchers() {
    return listeners.size();
  }

  @Override
  public synchronized JobStatus submit(Submission submission) {
    if (submission.name().startsWith("refused")) {
      throw new JobRefusedException("No more jobs today");
    }
    if ("used".equals(submission.idempotencyKey())) {
      throw new KeyReusedException("The idempotency key used was used for another file");
    }
    submissions.add(submission);
    JobStatus status = aJob("job-" + submissions.size(), JobState.ACCEPTED);
    put(status);
    return status;
  }

  @Override
  public synchronized List<JobStatus> list() {
    if (failure != null) {
      throw failure;
    }
    return List.copyOf(jobs.values());
  }

  /** From now on a status is answered after that. */
  public void holdStatus(CountDownLatch until) {
    heldUntil = until;
  }

  @Override
  public JobStatus status(JobId job) {
    try {
      heldUntil.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return statusNow(job);
  }

  private synchronized JobStatus statusNow(JobId job) {
    statusCalls++;
    JobStatus status = jobs.get(job);
    if (status == null) {
      throw new NoSuchJobException(job.value());
    }
    return status;
  }

  @Override
  public synchronized JobStatus cancel(JobId job) {
    statusNow(job);
    JobStatus cancelled = aJob(job.value(), JobState.CANCELLED);
    put(cancelled);
    return cancelled;
  }

  @Override
  public synchronized JobStatus retry(JobId job) {
    if (!statusNow(job).state().isEnd()) {
      throw new JobRefusedException("Job " + job + " is running");
    }
    put(aJob(job.value(), JobState.RUNNING));
    return statusNow(job);
  }

  @Override
  public synchronized Watch watch(JobId job, long after, Consumer<JobEvent> listener) {
    if (!jobs.containsKey(job)) {
      throw new NoSuchJobException(job.value());
    }
    List<JobEvent> past =
        stories.getOrDefault(job, List.of()).stream()
            .filter(event -> event.sequence() > after)
            .toList();
    watchedAfter.add(after);
    past.forEach(listener);
    Consumer<JobEvent> ofThisJob =
        event -> {
          if (event.status().job().equals(job)) {
            listener.accept(event);
          }
        };
    listeners.add(ofThisJob);
    boolean isOver = past.isEmpty() && jobs.get(job).state().isEnd();
    return new Watch() {
      @Override
      public boolean isOver() {
        return isOver;
      }

      @Override
      public void close() {
        remove(ofThisJob);
      }
    };
  }

  private synchronized void remove(Consumer<JobEvent> listener) {
    listeners.remove(listener);
  }

  @Override
  public List<WorkerStatus> workers() {
    return List.of(
        new WorkerStatus(
            "host-1", "host", "1.2.3", 4, 2, WorkerState.WORKING, null, 48.1, 1_700_000_000_000L));
  }

  @Override
  public List<DeadMessage> deadMessages() {
    return List.of(new DeadMessage("m-1", 1_700_000_000_000L, "not a Report", 3, "..."));
  }
}
