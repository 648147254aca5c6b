package io.framemill.controller.job;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.job.dispatch.Dispatcher;
import io.framemill.controller.job.dispatch.LostTasks;
import io.framemill.controller.job.dispatch.OrphanedAttempts;
import io.framemill.controller.job.dispatch.Outbox;
import io.framemill.controller.job.dispatch.Speculation;
import io.framemill.controller.job.dispatch.TaskPublisher;
import io.framemill.controller.job.dispatch.WorkerQuarantine;
import io.framemill.controller.job.dispatch.WorkerRegistry;
import io.framemill.controller.job.output.OutputWriter;
import io.framemill.controller.job.state.Job;
import io.framemill.controller.job.state.JobRegistry;
import io.framemill.controller.job.state.JobWatchers;
import io.framemill.controller.job.state.LogContext;
import io.framemill.controller.job.state.ProgressTicker;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.DeadLetter;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.Dispatch;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts jobs and runs them until they end.
 *
 * <p>One thread owns all state, {@link CommandLoop}'s; everybody else posts commands to it. Nothing
 * is answered, acknowledged, published or shown before it is committed.
 */
public final class Controller implements Jobs, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Controller.class);
  private static final int REPORT_PREFETCH = 500;
  private static final int DEAD_PREFETCH = 1_000;

  /** Shorter than most clients wait, longer than a busy store takes. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  /** A store that was not written to for this time is probed. */
  private static final Duration PROBE_PERIOD = Duration.ofSeconds(5);

  private final JobStore store;
  private final CommandLoop loop;
  private final JobWatchers watchers = new JobWatchers();
  private final OutputWriter outputs;
  private final Outbox outbox;
  private final JobRegistry registry;
  private final WorkerRegistry workerRegistry;
  private final JobCompletion ending;
  private final Submissions submissions;
  private final MessageReceiver receiver;
  private final Dispatcher dispatcher;
  private final Speculation copies;
  private final ProgressTicker ticker;
  private final LostTasks lostTasks;
  private final OrphanedAttempts orphans;
  private final TaskRetries retries;
  private final Broker broker;
  private final List<Broker.Subscription> subscriptions = new ArrayList<>();

  private Controller(
      ControllerConfig config,
      Broker broker,
      Storage storage,
      JobStore store,
      Duration answerLimit,
      Clock clock) {
    this.store = store;
    this.broker = broker;
    loop = new CommandLoop(new Batches(), answerLimit);
    outputs = new OutputWriter(storage, store::mayAct);
    outbox = new Outbox(broker, store::mayAct, this::confirmed);
    registry = new JobRegistry(store, storage, watchers, clock);
    workerRegistry = new WorkerRegistry(config.workerTimeout());
    ending =
        new JobCompletion(
            registry,
            outputs,
            outbox,
            this::prepared,
            this::written,
            config.failureLimit(),
            store.isDurable());
    submissions = new Submissions(registry, ending, storage, outputs, new SecureRandom());
    TaskPublisher taskPublisher = new TaskPublisher(workerRegistry, outbox);
    StaleAttempts staleAttempts = new StaleAttempts(ending, outbox, outputs);
    WorkerQuarantine quarantine = new WorkerQuarantine(config, registry, workerRegistry, outbox);
    orphans = new OrphanedAttempts(config.workerTimeout(), System::nanoTime);
    retries = new TaskRetries(config, registry, ending, taskPublisher, quarantine, orphans);
    ReportCollector collector =
        new ReportCollector(
            config, registry, workerRegistry, ending, outputs, staleAttempts, retries, quarantine);
    dispatcher = new Dispatcher(config, registry, workerRegistry, taskPublisher);
    copies = new Speculation(config, registry, taskPublisher);
    ticker = new ProgressTicker(registry, watchers);
    lostTasks =
        new LostTasks(
            task -> outbox.publish(new Dispatch(task.task(), List.of())), System::nanoTime);
    receiver =
        new MessageReceiver(
            loop, registry, workerRegistry, collector, staleAttempts, ending, lostTasks, orphans);
  }

  /**
   * Starts a controller, which resumes all stored jobs that have not ended. It owns the store from
   * now on and closes it, even if the start fails; the caller keeps the broker.
   *
   * @throws StoreException if the store cannot be read
   * @throws io.framemill.protocol.broker.BrokerException if the broker cannot be listened to
   */
  public static Controller start(
      ControllerConfig config, Broker broker, Storage storage, JobStore store) {
    // A store in memory cannot be unreachable, and only this program waits.
    Duration answerLimit = store.isDurable() ? ANSWER_LIMIT : Duration.ofDays(1);
    return start(config, broker, storage, store, answerLimit);
  }

  /**
   * @param answerLimit how long a caller waits at most for an answer
   */
  static Controller start(
      ControllerConfig config,
      Broker broker,
      Storage storage,
      JobStore store,
      Duration answerLimit) {
    Controller controller;
    try {
      controller = new Controller(config, broker, storage, store, answerLimit, Clock.systemUTC());
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      controller.begin();
      return controller;
    } catch (RuntimeException e) {
      controller.close();
      throw e;
    }
  }

  private void begin() {
    reload();
    loop.post(this::resume);
    loop.start();
    subscriptions.add(broker.listen(Topic.PROGRESS, receiver::progress));
    subscriptions.add(broker.consume(Queue.REPORTS, REPORT_PREFETCH, receiver::report));
    subscriptions.add(broker.consume(Queue.DEAD, DEAD_PREFETCH, receiver::dead));
  }

  @Override
  public JobStatus submit(Submission submission) {
    // On the caller's thread, because it reads the file.
    String request = submissions.digest(submission);
    PendingSubmission pending = new PendingSubmission(submission, request);
    JobStatus status =
        loop.ask(
            work -> submissions.submit(pending, work), work -> submissions.withdraw(pending, work));
    submissions.answered(pending);
    return status;
  }

  @Override
  public List<JobStatus> list() {
    return loop.ask(work -> registry.statuses());
  }

  @Override
  public JobStatus status(JobId job) {
    return loop.ask(work -> registry.status(registry.require(job)));
  }

  @Override
  public JobStatus cancel(JobId job) {
    return loop.ask(work -> submissions.cancel(job, work));
  }

  @Override
  public JobStatus retry(JobId job) {
    Submissions.Former former = loop.ask(work -> submissions.former(job));
    // On the caller's thread, because it checks each file.
    Set<String> missing = outputs.missing(former.output(), former.done());
    return loop.ask(work -> submissions.retry(job, former, missing, work));
  }

  @Override
  public Watch watch(JobId job, long after, Consumer<JobEvent> listener) {
    JobWatchers.Watcher watcher = new JobWatchers.Watcher(listener);
    return loop.ask(
        work -> {
          Job watched = registry.require(job);
          List<JobEvent> past = registry.story(watched, after);
          boolean isOver = past.isEmpty() && watched.row().state().isEnd();
          return watchers.add(job, past, isOver, watcher);
        },
        work -> watchers.remove(job, watcher));
  }

  /** The jobs of a source, by its storage key, oldest first. */
  public List<JobStatus> jobsOf(String source) {
    return loop.ask(work -> registry.statusesOf(source));
  }

  @Override
  public List<WorkerStatus> workers() {
    return loop.ask(work -> workerRegistry.statuses());
  }

  @Override
  public List<DeadMessage> deadMessages() {
    return loop.ask(work -> store.deadLetters().stream().map(Controller::shown).toList());
  }

  private static DeadMessage shown(DeadLetter letter) {
    return DeadMessage.of(
        letter.messageId(), letter.atMillis(), letter.reason(), letter.bytes(), letter.body());
  }

  /** Why the state cannot be read or written, one line for users; empty while it can. */
  public Optional<String> storeProblem() {
    return loop.storeProblem();
  }

  /**
   * Whether the controller runs: false once its thread has ended, which only {@link #close} should
   * cause.
   */
  public boolean isRunning() {
    return loop.isRunning();
  }

  /**
   * Stops the controller. Jobs that have not ended keep their state in the store. Waits for output
   * that is being written or deleted.
   */
  @Override
  public void close() {
    subscriptions.forEach(Broker.Subscription::close);
    outbox.close();
    loop.close();
    outputs.close();
    watchers.close();
    if (!loop.isRunning()) {
      store.close(); // Otherwise the store is in use, and may hang.
    }
  }

  /** Resumes what a previous controller left, and cleans up after it. */
  private void resume(UnitOfWork work) {
    for (Job job : registry.active()) {
      try (LogContext context = LogContext.of(job.id())) {
        log.info("Resuming {}", job.row().name());
      }
    }
    carryOut(0, work);
  }

  /**
   * Runs the effects of stored state that may not have run: publishes tasks, finishes jobs whose
   * tasks are done, cleans up after jobs that ended.
   *
   * @param sinceMillis jobs that ended earlier are skipped, epoch
   */
  private void carryOut(long sinceMillis, UnitOfWork work) {
    for (Job job : registry.active()) {
      dispatcher.republish(job, work);
      boolean isRunning = job.row().state() == JobState.RUNNING;
      if (isRunning && job.isUntouched()) {
        ending.prepareOutput(job, work);
      }
      if (isRunning && job.allDone() && !ending.isFinishing(job)) {
        ending.finish(job, work);
      }
    }
    registry.abortedAfterPlanning(sinceMillis).forEach(job -> ending.discard(job, work));
  }

  private void confirmed(List<Attempt> attempts) {
    loop.post(work -> dispatcher.confirmed(attempts, work));
  }

  private void prepared(JobId job, Optional<String> problem) {
    loop.post(work -> ending.prepared(job, problem, work));
  }

  private void written(JobId job, OutputWriter.Finish finish) {
    loop.post(work -> ending.written(job, finish, work));
  }

  private void reload() {
    registry.reload();
    orphans.reload(registry.active());
  }

  private final class Batches implements CommandLoop.Work {
    private long writtenNanos = System.nanoTime();

    /** When the last batch is known to be stored, epoch; 0 for never. */
    private long committedMillis;

    /**
     * Whether the outcome of the last commit is unknown, because the connection died before the
     * answer. If it was stored, the commands find everything done when they are applied again, and
     * would cause no effects.
     */
    private boolean isCommitInDoubt;

    @Override
    public void begin(UnitOfWork work) {
      if (!isCommitInDoubt) {
        return;
      }
      try {
        registry.releaseAll();
        carryOut(committedMillis, work);
        registry.tellAgain();
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException e) {
        // Only once: otherwise no command could ever be applied.
        isCommitInDoubt = false;
        throw e;
      }
    }

    @Override
    public void complete(UnitOfWork work) {
      orphans.listening(broker.isOpen());
      if (loop.isDrained()) {
        // Otherwise a message that waits may be the sign of life of a worker that seems silent.
        retries.countLosses(work);
      }
      if (dispatcher.topUp(work)) {
        loop.post(unit -> {});
      }
      copies.dispatch(work);
    }

    @Override
    public void commit(UnitOfWork work) {
      if (!work.isEmpty()) {
        write(work);
      } else if (System.nanoTime() - writtenNanos > PROBE_PERIOD.toNanos()) {
        store.probe();
      } else {
        return;
      }
      writtenNanos = System.nanoTime();
    }

    private void write(UnitOfWork work) {
      try {
        work.write(store);
      } catch (StoreException e) {
        isCommitInDoubt = true;
        throw e;
      }
    }

    @Override
    public void committed() {
      isCommitInDoubt = false;
      committedMillis = registry.now();
      workerRegistry.expire(registry.now());
      ticker.tick(registry.now());
      lostTasks.look(registry.active(), workerRegistry.isIdle());
      registry.tidy();
    }

    @Override
    public boolean mayAct() {
      return store.mayAct();
    }

    @Override
    public void reload() {
      Controller.this.reload();
    }
  }
}
