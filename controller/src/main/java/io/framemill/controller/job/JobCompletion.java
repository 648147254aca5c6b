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
 * How output begins and jobs end: in a directory of their own, done with all manifests in place, or
 * failed or cancelled with nothing left behind. Owned by the controller's thread.
 */
final class JobCompletion {
  private final JobRegistry book;
  private final OutputWriter outputs;
  private final Outbox outbox;
  private final BiConsumer<JobId, Optional<String>> onPrepared;
  private final BiConsumer<JobId, OutputWriter.Finish> onWritten;
  private final int failureLimit;
  private final boolean keepsFailed;

  /** Jobs whose output directory the writer is at, or will be. */
  private final Set<JobId> preparing = new HashSet<>();

  /** Jobs whose final manifests the writer is at, or will be. */
  private final Set<JobId> finishing = new HashSet<>();

  /**
   * @param onPrepared told when a job's output directory is ready, or why it is not; called on the
   *     writer's thread
   * @param onWritten told when a job's final manifests are written, or why they are not; called on
   *     the writer's thread
   * @param failureLimit a task whose files have vanished so often fails its job
   * @param keepsFailed whether what a failed job's tasks made stays for a retry
   */
  JobCompletion(
      JobRegistry book,
      OutputWriter outputs,
      Outbox outbox,
      BiConsumer<JobId, Optional<String>> onPrepared,
      BiConsumer<JobId, OutputWriter.Finish> onWritten,
      int failureLimit,
      boolean keepsFailed) {
    this.book = book;
    this.outputs = outputs;
    this.outbox = outbox;
    this.onPrepared = onPrepared;
    this.onWritten = onWritten;
    this.failureLimit = failureLimit;
    this.keepsFailed = keepsFailed;
  }

  /**
   * Writes the final manifests once the commit is through; the answer comes back through {@code
   * onWritten}.
   */
  void finish(Job job, UnitOfWork work) {
    Profile.Packaging packaging = job.row().profile().packaging();
    Optional<String> problem = new ManifestBuilder(job.tasks(), packaging).brokenSeam();
    if (problem.isPresent()) {
      fail(job, EventCause.CONTROLLER, "The chunks do not fit together: " + problem.get(), work);
      return;
    }
    SourceAccount account = JobAccount.of(job.row(), job.tasks());
    Profile profile = job.row().profile();
    Set<String> losses = account.lossesSince(JobAccount.planned(job.row(), job.tasks()));
    losses.forEach(
        loss -> book.event(job, JobEvent.Kind.WARNING, EventCause.CONTROLLER, loss, work));
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
          JobReport report = book.report(job, book.now());
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
   * Shows what is done so far to players that start early; a source that has changed meanwhile
   * comes back through {@code onWritten}.
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

  /** The manifests are in place, or not. */
  void written(JobId id, OutputWriter.Finish finish, UnitOfWork work) {
    work.afterCommit(() -> finishing.remove(id));
    Job job = book.find(id);
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
    book.event(job, JobEvent.Kind.DONE, EventCause.CONTROLLER, doneMessage(job), work);
  }

  /** The files of a task that was done are gone. */
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
    book.event(job, JobEvent.Kind.RETRY, cause, what + "; making them again", work);
  }

  /** Ends a job without output. */
  void fail(Job job, EventCause cause, String reason, UnitOfWork work) {
    endWithoutOutput(job, JobState.FAILED, cause, reason, work);
  }

  /** Ends a job that nobody wants any more. */
  void cancel(Job job, UnitOfWork work) {
    endWithoutOutput(job, JobState.CANCELLED, EventCause.USER, "Cancelled", work);
  }

  /**
   * Stops workers that still work on a job that has ended, and deletes what they wrote. Deletes
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
   * Lets no task of a job be dispatched until its output directory is empty and marked as its own.
   * That is not begun twice at a time: the second would delete what is made after the first.
   */
  void prepareOutput(Job job, UnitOfWork work) {
    book.hold(job.id());
    work.afterCommit(
        () -> {
          if (preparing.add(job.id())) {
            outputs.prepare(
                job.id(),
                job.row().output(),
                book.report(job, null),
                problem -> onPrepared.accept(job.id(), problem));
          }
        });
  }

  /** Whether the job's final manifests are being written, or will be. */
  boolean isFinishing(Job job) {
    return finishing.contains(job.id());
  }

  /** The output directory is ready, or cannot be made so. */
  void prepared(JobId id, Optional<String> problem, UnitOfWork work) {
    work.afterCommit(() -> preparing.remove(id));
    book.release(id);
    Job job = book.find(id);
    if (job != null && !job.row().state().isEnd()) {
      problem.ifPresent(reason -> fail(job, EventCause.CONTROLLER, reason, work));
    }
  }

  private void endWithoutOutput(
      Job job, JobState state, EventCause cause, String why, UnitOfWork work) {
    String reason = PrintableText.of(why);
    boolean hasOutput = job.row().state() == JobState.RUNNING;
    book.release(job.id());
    preparing.remove(job.id());
    finishing.remove(job.id());
    end(job, state, state == JobState.FAILED ? reason : null, work);
    JobEvent.Kind kind = state == JobState.FAILED ? JobEvent.Kind.FAILED : JobEvent.Kind.CANCELLED;
    Runnable tell = book.append(job, kind, cause, reason, work);
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

  /** Deletes the output, or of a job that failed and can be retried only what makes it playable. */
  private void clear(Job job, Runnable onEnd) {
    if (keepsFailed && job.row().state() == JobState.FAILED) {
      outputs.withdraw(job.id(), job.row().output(), onEnd);
    } else {
      outputs.delete(job.id(), job.row().output(), onEnd);
    }
  }

  private void end(Job job, JobState state, @Nullable String failure, UnitOfWork work) {
    JobSummary summary = JobStatusBuilder.summary(job, state);
    job.replace(job.row().ended(state, failure, book.now(), summary));
    book.ended(job);
    work.save(job.row());
  }

  private static String frames(long count, Job job) {
    long held = job.tally().heldFrames();
    return count
        + (count == 1 ? " frame" : " frames")
        + (held == 0 ? "" : " and " + held + " that hold the last one");
  }

  private String doneMessage(Job job) {
    JobStatus status = book.status(job);
    double media = JobStatusBuilder.mediaMillis(job) / 1000.0;
    double seconds = Math.max(1, book.now() - job.row().createdMillis()) / 1000.0;
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
