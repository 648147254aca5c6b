package io.framemill.protocol;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One attempt at a task of a job.
 *
 * @param job the job
 * @param task the task's name inside the job, such as {@code video-0003}: 1 to 60 characters of
 *     {@code a-z 0-9 -}
 * @param number attempt number, from 1; only the controller increments it
 */
public record Attempt(JobId job, String task, int number) {
  private static final Pattern TASK = Pattern.compile("[a-z0-9-]{1,60}");

  public Attempt {
    Objects.requireNonNull(job, "job");
    if (!TASK.matcher(task).matches()) {
      throw new IllegalArgumentException("not a task name (a-z 0-9 -, at most 60): " + task);
    }
    if (number < 1) {
      throw new IllegalArgumentException("attempts count from 1: " + number);
    }
  }

  /** The id of a message about this attempt: {@code job/task#number}. */
  @Override
  public String toString() {
    return job + "/" + task + "#" + number;
  }
}
