package io.framemill.controller.job.output;

import io.framemill.controller.account.SourceAccount;
import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.plan.StreamSelection;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.media.MediaInfo;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;

/** Builds the account of the source of a planned job. Pure. */
public final class JobAccount {
  private JobAccount() {}

  /** The account that includes what the job's tasks have done so far. */
  public static SourceAccount of(StoredJob job, Collection<StoredTask> tasks) {
    return of(job, tasks, task -> new Work(task.task(), task.result()));
  }

  /** The account before any task was done. */
  public static SourceAccount planned(StoredJob job, Collection<StoredTask> tasks) {
    return of(job, tasks, task -> new Work(task.task(), null));
  }

  private static SourceAccount of(
      StoredJob job, Collection<StoredTask> tasks, Function<StoredTask, Work> work) {
    MediaInfo media = Objects.requireNonNull(job.media(), "media");
    StreamSelection choice = StreamSelection.of(media, job.profile());
    return SourceAccount.of(media, choice.leftOut(), tasks.stream().map(work).toList());
  }
}
