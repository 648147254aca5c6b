package io.framemill.controller.cli;

import io.framemill.controller.http.ServerException;
import io.framemill.controller.job.Jobs;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches jobs until all have ended, wherever they run. */
final class Follower implements AutoCloseable {
  private static final long CHECK_SECONDS = 5;
  private static final int MAX_FAILED_CHECKS = 6;

  private final Jobs jobs;
  private final JobView view;
  private final Map<JobId, JobState> following = new LinkedHashMap<>();
  private final List<Jobs.Watch> watches = new ArrayList<>();
  private final BlockingQueue<JobId> endings = new LinkedBlockingQueue<>();

  Follower(Jobs jobs, JobView view) {
    this.jobs = jobs;
    this.view = view;
  }

  /**
   * Follows a job from now on.
   *
   * @throws io.framemill.controller.job.NoSuchJobException if there is none of that id
   */
  void follow(JobId job) {
    following.put(job, JobState.ACCEPTED);
    watches.add(jobs.watch(job, this::onEvent));
  }

  /**
   * Waits until all jobs have ended.
   *
   * @return how each ended, in the order in which they were followed
   * @throws ServerException if their server stays away
   */
  Map<JobId, JobState> await() throws InterruptedException {
    Set<JobId> unconfirmed = new LinkedHashSet<>();
    int failedChecks = 0;
    while (following.values().stream().anyMatch(state -> !state.isEnd())) {
      JobId ended = endings.poll(CHECK_SECONDS, TimeUnit.SECONDS);
      if (ended != null) {
        unconfirmed.add(ended);
      }
      try {
        confirm(unconfirmed);
        failedChecks = 0;
      } catch (ServerException e) {
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

  /** An end counts once the controller says so itself; without news, asks if it is still there. */
  private void confirm(Set<JobId> unconfirmed) {
    if (unconfirmed.isEmpty()) {
      jobs.status(following.keySet().iterator().next());
    }
    for (JobId job : List.copyOf(unconfirmed)) {
      following.put(job, jobs.status(job).state());
      unconfirmed.remove(job);
    }
  }

  @Override
  public void close() {
    watches.forEach(Jobs.Watch::close);
  }
}
