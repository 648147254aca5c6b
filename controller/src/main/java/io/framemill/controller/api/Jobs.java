package io.framemill.controller.api;

import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import java.util.List;
import java.util.function.Consumer;

/**
 * Operations on jobs that a user can perform, and the state of the workers. The controller and its
 * HTTP client implement it, so that commands work alike on one machine and against a server.
 * Thread-safe.
 *
 * <p>Every method throws {@link StateUnavailableException} if the state cannot be read or written
 * within seconds.
 */
public interface Jobs {
  /**
   * Accepts a job; returns once it is durable. With an idempotency key that was used before,
   * returns the job that it created.
   *
   * @throws JobRefusedException if it cannot be accepted
   * @throws KeyReusedException if its idempotency key was used for another file or profile
   */
  JobStatus submit(Submission submission);

  /** All known jobs, newest first. */
  List<JobStatus> list();

  /**
   * The status of one job.
   *
   * @throws NoSuchJobException if no job has that id
   */
  JobStatus status(JobId job);

  /**
   * Cancels a job: its running tasks are stopped and its output is deleted. Does nothing to a job
   * that has ended.
   *
   * @throws NoSuchJobException if no job has that id
   */
  JobStatus cancel(JobId job);

  /**
   * Retries a failed or cancelled job. Of a failed job, only missing output is made.
   *
   * @throws NoSuchJobException if no job has that id
   * @throws JobRefusedException if it has not failed and was not cancelled
   */
  JobStatus retry(JobId job);

  /**
   * Sends a job's event log from its start, and then each event as it happens, with {@link
   * JobEvent.Kind#PROGRESS} in between. The last event is one whose status {@linkplain
   * io.framemill.protocol.JobState#isEnd() is an end}.
   *
   * @param listener called from one thread at a time; must not block for long
   * @return closing it stops the calls
   * @throws NoSuchJobException if no job has that id
   */
  default Watch watch(JobId job, Consumer<JobEvent> listener) {
    return watch(job, 0, listener);
  }

  /**
   * Sends a job's event log like {@link #watch(JobId, Consumer)}, but from a position in it.
   *
   * @param after sequence of the last event that the listener knows; 0 for the whole log. A number
   *     that the log has not reached yet counts as 0
   */
  Watch watch(JobId job, long after, Consumer<JobEvent> listener);

  /** The workers that sent a heartbeat lately, by host and id. */
  List<WorkerStatus> workers();

  /** Messages that could not be read, oldest first. */
  List<DeadMessage> deadMessages();

  /** A running watch. */
  interface Watch extends AutoCloseable {
    /** Whether the job and its event log had ended where the watch starts: no event will follow. */
    default boolean isOver() {
      return false;
    }

    @Override
    void close();
  }
}
