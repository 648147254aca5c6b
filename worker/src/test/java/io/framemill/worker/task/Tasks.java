package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Broker.Message;

/** Tasks for {@link FakeSlot}: the source's name says what the slot does. */
public final class Tasks {
  public static final JobId JOB = new JobId("job");

  private Tasks() {}

  public static Task task(String name, String act) {
    return task(JOB, name, act);
  }

  public static Task task(JobId job, String name, String act) {
    return new Task.Inspect(new Attempt(job, name, 1), act, null);
  }

  public static Message message(Task task) {
    return new Message(task.attempt().toString(), new MessageCodec().encode(task));
  }
}
