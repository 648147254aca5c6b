package io.framemill.controller.api;

import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a person can do with jobs, and see of what works on them. The controller implements it, and
 * so does its HTTP client, so that commands look the same on one machine and against a server.
 * Thread-safe.
 *
 * <p>Every method throws {@link StateUnavailableException} if the state cannot be read or written
 * within seconds.
 */
public interface Jobs {
  /**
   * Accepts a job; returns once it is durable. With an idempotency key that was used before, finds
   * the job that it made then.
   *
   * @throws JobRefusedException if it cannot be accepted
   * @throws KeyReusedException if its idempotency key was used for another file or profile
   */
  JobStatus submit(Submission submission);

  /** All known jobs, newest first. */
  List<JobStatus> list();

  /**
   * One job.
   *
   * @throws NoSuchJobException if there is none of that id
   */
  JobStatus status(JobId job);

  /**
   * Ends a job: its running tasks are stopped and its output deleted. Does nothing to a job that
   * has ended.
   *
   * @throws NoSuchJobException if there is none of that id
   */
  JobStatus cancel(JobId job);

  /**
   * Takes up a failed or cancelled job again. Of a failed one only what is missing is made.
   *
   * @throws NoSuchJobException if there is none of that id
   * @throws JobRefusedException if it has not failed and was not cancelled
   */
  JobStatus retry(JobId job);

  /**
   * Tells a job's story from its beginning and then as it happens, with {@link
   * JobEvent.Kind#PROGRESS} in between. The last event is one whose status {@linkplain
   * io.framemill.protocol.JobState#isEnd() is an end}.
   *
   * @param listener called from one thread at a time; must not block for long
   * @return closing it stops the calls
   * @throws NoSuchJobException if there is none of that id
   */
  default Watch watch(JobId job, Consumer<JobEvent> listener) {
    return watch(job, 0, listener);
  }

  /**
   * Tells a job's story as {@link #watch(JobId, Consumer)} does, but from a place in it on.
   *
   * @param after sequence of the last event that the listener knows; 0 for the whole story. A
   *     number that the story does not have yet is taken as 0
   */
  Watch watch(JobId job, long after, Consumer<JobEvent> listener);

  /** The workers that were heard of lately, by host and id. */
  List<WorkerStatus> workers();

  /** The messages that nobody could read, oldest first. */
  List<DeadMessage> deadMessages();

  /** A running watch. */
  interface Watch extends AutoCloseable {
    /** Whether the job and its story had ended where the watch began: nothing will be told. */
    default boolean isOver() {
      return false;
    }

    @Override
    void close();
  }
}
