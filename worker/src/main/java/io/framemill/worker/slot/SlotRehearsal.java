package io.framemill.worker.slot;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.MediaTasks;
import java.io.OutputStream;
import java.nio.file.Path;

/** Runs in this process what a slot runs first, so that an archive of its classes has them all. */
public final class SlotRehearsal {
  private SlotRehearsal() {}

  /** Inspects a source and forgets the answer. */
  public static void inspect(Path source) {
    MessageCodec codec = new MessageCodec();
    ReplyWriter replies = new ReplyWriter(codec, OutputStream.nullOutputStream(), System::nanoTime);
    Task task = new Task.Inspect(new Attempt(new JobId("rehearsal"), "inspect", 1), "source");
    try (MediaTasks tasks = new MediaTasks()) {
      new SlotSession(codec, tasks::run, replies)
          .answer(codec.encode(new SlotRequest(task, source, source, SourceLimits.DEFAULT)));
    }
  }
}
