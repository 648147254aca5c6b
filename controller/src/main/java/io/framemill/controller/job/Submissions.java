package io.framemill.controller.job;

import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.state.EventCause;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredKey;
import io.framemill.controller.store.StoredTask;
import io.framemill.controller.store.TaskState;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.Task;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what users ask for: new jobs, cancellations, retries. Owned by the controller's thread.
 */
final class Submissions {
  private static final Logger log = LoggerFactory.getLogger(Submissions.class);
  private static final String INSPECT = "inspect";
  private static final double INSPECT_COST_SECONDS = 0.3;
  private static final String SUFFIX_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int SUFFIX_LENGTH = 6;
  private static final int MAX_SLUG_LENGTH = 60;

  private final JobRegistry registry;
  private final JobCompletion ending;
  private final Storage storage;
  private final OutputWriter outputs;
  private final RandomGenerator random;

  private final PendingSubmissions pendings = new PendingSubmissions();

  Submissions(
      JobRegistry registry,
      JobCompletion ending,
      Storage storage,
      OutputWriter outputs,
      RandomGenerator random) {
    this.registry = registry;
    this.ending = ending;
    this.storage = storage;
    this.outputs = outputs;
    this.random = random;
  }

  /**
   * Digest of a submission that has a key; null for one without. From any thread.
   *
   * @throws JobRefusedException if the source cannot be read
   */
  @Nullable String digest(Submission submission) {
    if (submission.idempotencyKey() == null) {
      return null;
    }
    try {
      return RequestDigest.of(storage.source(submission.source()), submission);
    } catch (StorageException e) {
      throw new JobRefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Accepts a job, or finds the job of the same idempotency key. */
  JobStatus submit(PendingSubmission pending, UnitOfWork work) {
    String name = pending.submission().idempotencyKey();
    String request = pending.request();
    StoredKey former = name == null ? null : registry.findKey(name);
    if (former != null && !former.request().equals(request)) {
      throw new KeyReusedException(
          ("The idempotency key %s was used for another file or profile, which became job %s;"
                  + " choose another key")
              .formatted(name, former.job()));
    }
    JobId made = former == null ? pending.job() : former.job();
    Job job = made == null ? null : registry.find(made);
    if (job == null) {
      job = accept(pending, work);
      pendings.add(job.id());
      if (name != null && request != null) {
        StoredKey key = new StoredKey(name, job.id(), request);
        registry.add(key);
        work.save(key);
      }
    }
    pending.become(job.id());
    pendings.waitsFor(job.id(), pending);
    return registry.status(job);
  }

  /** Records that a submitter was told of the job, which then stays. From any thread. */
  void answered(PendingSubmission pending) {
    pendings.answered(pending);
  }

  /**
   * Deletes the job of a submission whose submitter was told that it was not accepted, unless
   * another submission with the same key waits for it or was told of it.
   */
  void withdraw(PendingSubmission pending, UnitOfWork work) {
    JobId id = pending.job();
    if (id == null || !pendings.gaveUp(id, pending)) {
      return;
    }
    work.afterCommit(() -> pendings.remove(id));
    Job job = registry.find(id);
    if (job != null) {
      log.warn("Job {} is withdrawn: its submitter was told that it was not accepted", id);
      registry.remove(job);
      work.delete(id);
      ending.discard(job, work);
    }
  }

  private Job accept(PendingSubmission pending, UnitOfWork work) {
    Submission submission = pending.submission();
    JobId id = pending.job() == null ? newId(submission.name()) : pending.job();
    String output = submission.output() == null ? id.value() : submission.output();
    try {
      storage.source(submission.source());
      storage.location(output);
    } catch (StorageException e) {
      throw new JobRefusedException(String.valueOf(e.getMessage()));
    }
    StoredJob row =
        new StoredJob(
            id,
            submission.name(),
            submission.source(),
            output,
            submission.profile(),
            submission.priority(),
            JobState.ACCEPTED,
            null,
            registry.now(),
            null,
            1,
            null,
            null);
    Job job = new Job(row, List.of(), 0);
    registry.add(job);
    work.save(row);
    inspect(job, work);
    registry.event(
        job,
        JobEvent.Kind.ACCEPTED,
        EventCause.USER,
        "Accepted " + submission.name() + " with profile " + submission.profile().name(),
        work);
    return job;
  }

  JobStatus cancel(JobId id, UnitOfWork work) {
    Job job = registry.require(id);
    if (!job.row().state().isEnd()) {
      ending.cancel(job, work);
    }
    return registry.status(job);
  }

  /**
   * The run of a job before it failed.
   *
   * @param firstAttempt of that run
   * @param done its finished tasks but the inspection
   */
  record Former(String output, int firstAttempt, List<StoredTask> done) {}

  /**
   * The run that a retry of a job may build on.
   *
   * @throws JobRefusedException if it cannot be retried
   */
  Former former(JobId id) {
    Job job = registry.require(id);
    requireRetryable(job);
    registry.restore(job);
    List<StoredTask> done =
        job.tasks().stream()
            .filter(
                task -> task.state() == TaskState.DONE && !(task.task() instanceof Task.Inspect))
            .toList();
    return new Former(job.row().output(), job.row().firstAttempt(), done);
  }

  /**
   * Retries a job. The source is inspected again; if it is unchanged, only tasks run that were not
   * done or whose output is missing.
   *
   * @param former as it was when its output was looked at
   * @param missing names of done tasks whose output is not there
   */
  JobStatus retry(JobId id, Former former, Set<String> missing, UnitOfWork work) {
    Job job = registry.require(id);
    requireRetryable(job);
    registry.restore(job);
    registry.reopen(job);
    boolean builds =
        job.row().firstAttempt() == former.firstAttempt()
            && former.done().stream().anyMatch(task -> !missing.contains(task.name()));
    int first = job.lastAttempt() + 1;
    if (builds) {
      job.replace(job.row().resumed(first));
      resume(job, first, missing, work);
    } else {
      job.replace(job.row().restarted(first));
      job.clearTasks();
      work.clearTasks(id);
    }
    work.save(job.row());
    work.afterCommit(() -> outputs.spare(id));
    inspect(job, work);
    registry.event(job, JobEvent.Kind.ACCEPTED, EventCause.USER, "Retried", work);
    return registry.status(job);
  }

  /** Resets all tasks but those that are done; tasks that depend on others run after them. */
  private static void resume(Job job, int first, Set<String> missing, UnitOfWork work) {
    Predicate<StoredTask> isDone =
        task -> task.state() == TaskState.DONE && !missing.contains(task.name());
    boolean isEncoded =
        job.tasks().stream()
            .filter(task -> task.task().stage() == Task.Stage.ENCODE)
            .allMatch(isDone);
    for (StoredTask task : List.copyOf(job.tasks())) {
      if (!isDone.test(task) || (!isEncoded && task.task().stage() == Task.Stage.ASSEMBLE)) {
        StoredTask again = task.afresh(first);
        job.put(again);
        work.save(again);
      }
    }
  }

  private static void requireRetryable(Job job) {
    JobState state = job.row().state();
    if (state != JobState.FAILED && state != JobState.CANCELLED) {
      throw new JobRefusedException(
          "Job %s is %s; only a failed or cancelled job can be retried"
              .formatted(job.id(), state.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static void inspect(Job job, UnitOfWork work) {
    Attempt attempt = new Attempt(job.id(), INSPECT, job.row().firstAttempt());
    StoredTask task =
        StoredTask.planned(
            new Task.Inspect(attempt, job.row().source(), job.row().profile().grid()),
            0,
            INSPECT_COST_SECONDS,
            0);
    job.put(task);
    work.add(task);
  }

  /**
   * Builds a job's id from the file's name in plain letters and six random ones, so that users can
   * tell jobs apart and none collides.
   */
  private JobId newId(String fileName) {
    String slug = slug(fileName);
    JobId id;
    do {
      StringBuilder value = new StringBuilder(slug).append(slug.isEmpty() ? "job-" : "-");
      for (int i = 0; i < SUFFIX_LENGTH; i++) {
        value.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
      }
      id = new JobId(value.toString());
    } while (registry.find(id) != null);
    return id;
  }

  static String slug(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    String plain =
        Normalizer.normalize(stem, Normalizer.Form.NFD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+", "");
    String cut = plain.substring(0, Math.min(plain.length(), MAX_SLUG_LENGTH));
    return cut.replaceAll("-+$", "");
  }
}
