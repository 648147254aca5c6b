package io.framemill.cli.view;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches jobs until all have ended, wherever they run. */
public final class JobFollower implements AutoCloseable {
  private static final long CHECK_MILLIS = 5_000;
  private static final int MAX_FAILED_CHECKS = 6;

  private final Jobs jobs;
  private final JobView view;
  private final long checkMillis;
  private final Map<JobId, JobState> following = new LinkedHashMap<>();
  private final List<Jobs.Watch> watches = new ArrayList<>();
  private final BlockingQueue<JobId> endings = new LinkedBlockingQueue<>();
  private @Nullable JobId silentlyEnded;

  public JobFollower(Jobs jobs, JobView view) {
    this(jobs, view, CHECK_MILLIS);
  }

  /**
   * @param checkMillis without an end in the story for so long, the controller is asked
   */
  public JobFollower(Jobs jobs, JobView view, long checkMillis) {
    this.jobs = jobs;
    this.view = view;
    this.checkMillis = checkMillis;
  }

  /**
   * Follows a job from now on.
   *
   * @throws io.framemill.controller.api.NoSuchJobException if there is none of that id
   */
  public void follow(JobId job) {
    following.put(job, JobState.ACCEPTED);
    watches.add(jobs.watch(job, this::onEvent));
  }

  /**
   * Waits until all jobs have ended.
   *
   * @return how each ended, in the order in which they were followed
   * @throws ServerException if their server stays away
   * @throws StateUnavailableException if its state stays unavailable
   * @throws StandbyException if it still stands by then, with no active one behind its address
   */
  public Map<JobId, JobState> await() throws InterruptedException {
    Set<JobId> unconfirmed = new LinkedHashSet<>();
    int failedChecks = 0;
    while (following.values().stream().anyMatch(state -> !state.isEnd())) {
      JobId ended = endings.poll(checkMillis, TimeUnit.MILLISECONDS);
      if (ended != null) {
        unconfirmed.add(ended);
      }
      try {
        confirm(unconfirmed);
        failedChecks = 0;
      } catch (ServerException | StandbyException | StateUnavailableException e) {
        failedChecks++;
        if (failedChecks == MAX_FAILED_CHECKS) {
          throw e;
        }
      }
    }
    return Collections.unmodifiableMap(following);
  }

  private void onEvent(JobEvent event) {
    view.show(event);
    if (event.status().state().isEnd()) {
      endings.add(event.status().job());
    }
  }

  /** An end counts once the controller says so itself; without news, asks it for one. */
  private void confirm(Set<JobId> unconfirmed) {
    if (unconfirmed.isEmpty()) {
      checkNextRunning();
    }
    for (JobId job : List.copyOf(unconfirmed)) {
      following.put(job, jobs.status(job).state());
      unconfirmed.remove(job);
    }
  }

  /**
   * Asks about the first job whose end is not known. An end that its story has not told by the next
   * time either is taken from the answer: the story's connection may be dead.
   */
  private void checkNextRunning() {
    JobId job =
        following.entrySet().stream()
            .filter(entry -> !entry.getValue().isEnd())
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    JobStatus status = jobs.status(job);
    if (!status.state().isEnd()) {
      silentlyEnded = null;
    } else if (job.equals(silentlyEnded)) {
      following.put(job, status.state());
      view.show(ending(status));
    } else {
      silentlyEnded = job;
    }
  }

  /** What the story would have told. */
  private static JobEvent ending(JobStatus status) {
    String failure = status.failure();
    Long endedMillis = status.endedEpochMillis();
    JobEvent.Kind kind = JobEvent.Kind.valueOf(status.state().name());
    return new JobEvent(
        0,
        endedMillis == null ? System.currentTimeMillis() : endedMillis,
        kind,
        failure == null
            ? "Job " + status.job() + " is " + status.state().name().toLowerCase(Locale.ROOT)
            : failure,
        status);
  }

  @Override
  public void close() {
    watches.forEach(Jobs.Watch::close);
  }
}
