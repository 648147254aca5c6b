package io.framemill.controller.job;

import io.framemill.controller.account.SourceAccount;
import io.framemill.controller.job.dispatch.Outbox;
import io.framemill.controller.job.output.JobAccount;
import io.framemill.controller.job.output.JobReport;
import io.framemill.controller.job.output.ManifestBuilder;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.output.PinnedSource;
import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.JobStatusBuilder;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.JobSummary;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.text.PrintableText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the output directory of a job and ends jobs: done with all manifests in place, or failed
 * or cancelled with no output left. Owned by the controller's thread.
 */
final class JobCompletion {
  private final JobRegistry registry;
  private final OutputWriter outputs;
  private final Outbox outbox;
  private final BiConsumer<JobId, Optional<String>> onPrepared;
  private final BiConsumer<JobId, OutputWriter.Finish> onWritten;
  private final int failureLimit;
  private final boolean keepsFailed;

  /** Jobs whose output directory the writer prepares or will prepare. */
  private final Set<JobId> preparing = new HashSet<>();

  /** Jobs whose final manifests the writer writes or will write. */
  private final Set<JobId> finishing = new HashSet<>();

  /**
   * @param onPrepared receives the result of preparing a job's output directory; called on the
   *     writer's thread
   * @param onWritten receives the result of writing a job's final manifests; called on the writer's
   *     thread
   * @param failureLimit number of times that the files of a task may vanish before the job fails
   * @param keepsFailed whether the segments of a failed job are kept for a retry
   */
  JobCompletion(
      JobRegistry registry,
      OutputWriter outputs,
      Outbox outbox,
      BiConsumer<JobId, Optional<String>> onPrepared,
      BiConsumer<JobId, OutputWriter.Finish> onWritten,
      int failureLimit,
      boolean keepsFailed) {
    this.registry = registry;
    this.outputs = outputs;
    this.outbox = outbox;
    this.onPrepared = onPrepared;
    this.onWritten = onWritten;
    this.failureLimit = failureLimit;
    this.keepsFailed = keepsFailed;
  }

  /**
   * Writes the final manifests after the commit; the result comes back through {@code onWritten}.
   */
  void finish(Job job, UnitOfWork work) {
    Profile.Packaging packaging = job.row().profile().packaging();
    Optional<String> problem = new ManifestBuilder(job.tasks(), packaging).brokenSeam();
    if (problem.isPresent()) {
      fail(job, EventCause.CONTROLLER, "The chunks do not match: " + problem.get(), work);
      return;
    }
    SourceAccount account = JobAccount.of(job.row(), job.tasks());
    Profile profile = job.row().profile();
    Set<String> losses = account.lossesSince(JobAccount.planned(job.row(), job.tasks()));
    losses.forEach(
        loss -> registry.event(job, JobEvent.Kind.WARNING, EventCause.CONTROLLER, loss, work));
    if (profile.strict() && !losses.isEmpty()) {
      fail(
          job, EventCause.CONTROLLER, String.join(". ", losses) + ". The profile is strict.", work);
      return;
    }
    problem = account.tooMuchDamage(profile.maxDamagePercent());
    if (problem.isPresent()) {
      fail(job, EventCause.CONTROLLER, "The source is damaged: " + problem.get(), work);
      return;
    }
    work.afterCommit(
        () -> {
          if (!finishing.add(job.id())) {
            return;
          }
          List<StoredTask> tasks = List.copyOf(job.tasks());
          JobReport report = registry.report(job, registry.now());
          outputs.finish(
              job.id(),
              job.row().output(),
              tasks,
              packaging,
              PinnedSource.of(job.row()),
              report,
              finish -> onWritten.accept(job.id(), finish));
        });
  }

  /**
   * Updates the playlists of a running job for players that start early; a changed source is
   * reported through {@code onWritten}.
   */
  void refresh(Job job) {
    outputs.refresh(
        job.id(),
        job.row().output(),
        List.copyOf(job.tasks()),
        job.row().profile().packaging(),
        PinnedSource.of(job.row()),
        change -> onWritten.accept(job.id(), new OutputWriter.Finish(change, List.of())));
  }

  /** Handles the result of writing the final manifests. */
  void written(JobId id, OutputWriter.Finish finish, UnitOfWork work) {
    work.afterCommit(() -> finishing.remove(id));
    Job job = registry.find(id);
    // A job that was cancelled and taken up again meanwhile has made nothing yet.
    if (job == null || job.row().state() != JobState.RUNNING) {
      return;
    }
    if (finish.problem() != null) {
      fail(job, EventCause.CONTROLLER, finish.problem(), work);
      return;
    }
    if (!finish.vanished().isEmpty()) {
      finish.vanished().forEach(task -> makeAgain(job, task, work));
      return;
    }
    end(job, JobState.DONE, null, work);
    registry.event(job, JobEvent.Kind.DONE, EventCause.CONTROLLER, doneMessage(job), work);
  }

  /** Runs a task again that was done and whose files are gone. */
  private void makeAgain(Job job, String name, UnitOfWork work) {
    StoredTask task = job.task(name);
    if (task == null || task.state() != TaskState.DONE || job.row().state().isEnd()) {
      return;
    }
    int failures = task.failures() + 1;
    EventCause cause = EventCause.controller(task.attempt());
    String what =
        EventMessages.task(task.task())
            + " was done, but its files are gone from the output directory";
    if (failures >= failureLimit) {
      fail(job, cause, what + "; that was attempt " + failures, work);
      return;
    }
    StoredTask again = task.again(failures, task.losses(), 0);
    job.put(again);
    work.save(again);
    registry.event(job, JobEvent.Kind.RETRY, cause, what + "; running it again", work);
  }

  /** Fails a job and deletes its output. */
  void fail(Job job, EventCause cause, String reason, UnitOfWork work) {
    endWithoutOutput(job, JobState.FAILED, cause, reason, work);
  }

  /** Cancels a job at a user's request. */
  void cancel(Job job, UnitOfWork work) {
    endWithoutOutput(job, JobState.CANCELLED, EventCause.USER, "Cancelled", work);
  }

  /**
   * Stops workers that still run tasks of a job that has ended, and deletes its output. Deletes
   * nothing of a job that is done, or that never came to write: its output directory may hold
   * another's.
   */
  void discard(Job job, UnitOfWork work) {
    work.afterCommit(
        () -> {
          outbox.cancel(job.id(), job.lastAttempt());
          if (job.row().state() != JobState.DONE && job.wasPlanned()) {
            clear(job, () -> {});
          }
        });
  }

  /**
   * Holds back the tasks of a job until its output directory is empty and marked as its own. Never
   * runs twice at the same time: the second run would delete segments written after the first.
   */
  void prepareOutput(Job job, UnitOfWork work) {
    registry.hold(job.id());
    work.afterCommit(
        () -> {
          if (preparing.add(job.id())) {
            outputs.prepare(
                job.id(),
                job.row().output(),
                registry.report(job, null),
                problem -> onPrepared.accept(job.id(), problem));
          }
        });
  }

  /** Whether the job's final manifests are being written or will be. */
  boolean isFinishing(Job job) {
    return finishing.contains(job.id());
  }

  /** Handles the result of preparing an output directory. */
  void prepared(JobId id, Optional<String> problem, UnitOfWork work) {
    work.afterCommit(() -> preparing.remove(id));
    registry.release(id);
    Job job = registry.find(id);
    if (job != null && !job.row().state().isEnd()) {
      problem.ifPresent(reason -> fail(job, EventCause.CONTROLLER, reason, work));
    }
  }

  private void endWithoutOutput(
      Job job, JobState state, EventCause cause, String why, UnitOfWork work) {
    String reason = PrintableText.of(why);
    boolean hasOutput = job.row().state() == JobState.RUNNING;
    registry.release(job.id());
    preparing.remove(job.id());
    finishing.remove(job.id());
    end(job, state, state == JobState.FAILED ? reason : null, work);
    JobEvent.Kind kind = state == JobState.FAILED ? JobEvent.Kind.FAILED : JobEvent.Kind.CANCELLED;
    Runnable tell = registry.append(job, kind, cause, reason, work);
    work.afterCommit(
        () -> {
          outbox.cancel(job.id(), job.lastAttempt());
          if (hasOutput) {
            clear(job, tell);
          } else {
            tell.run();
          }
        });
  }

  /** Deletes the output; of a failed job that can be retried, only the manifests. */
  private void clear(Job job, Runnable onEnd) {
    if (keepsFailed && job.row().state() == JobState.FAILED) {
      outputs.withdraw(job.id(), job.row().output(), onEnd);
    } else {
      outputs.delete(job.id(), job.row().output(), onEnd);
    }
  }

  private void end(Job job, JobState state, @Nullable String failure, UnitOfWork work) {
    JobSummary summary = JobStatusBuilder.summary(job, state);
    job.replace(job.row().ended(state, failure, registry.now(), summary));
    registry.ended(job);
    work.save(job.row());
  }

  private static String frames(long count, Job job) {
    long held = job.tally().heldFrames();
    return count
        + (count == 1 ? " frame" : " frames")
        + (held == 0 ? "" : " and " + held + " that hold the last one");
  }

  private String doneMessage(Job job) {
    JobStatus status = registry.status(job);
    double media = JobStatusBuilder.mediaMillis(job) / 1000.0;
    double seconds = Math.max(1, registry.now() - job.row().createdMillis()) / 1000.0;
    return String.format(
        Locale.ROOT,
        "Done: %s in %.1f s, %.2fx",
        status.frames() > 0
            ? frames(status.frames(), job)
            : String.format(Locale.ROOT, "%.1f s of sound", media),
        seconds,
        media / seconds);
  }
}
