package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.Control;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Report;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.TemporaryDirectory;
import io.framemill.worker.process.ReplaceableSlot;
import io.framemill.worker.slot.SlotReply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes tasks from the broker and runs each in one of its slots. Thread-safe.
 *
 * <p>It hands back tasks that it does not run or complete, with a {@link Report.HandedBack}:
 * redelivered ones, those of a cancelled job (even if they ran: this report tells that they have
 * stopped), those that another worker should run, and those that it still holds when it drains or
 * is quarantined.
 */
public final class Supervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  /** How long a stopped task may take to be handed back, and a thread to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long a task may be held beyond its own time limit, until its report is confirmed. */
  private static final Duration REPORT_TIME = Duration.ofMinutes(10);

  /** The start of a JVM keeps two cores busy: its own work, and its compiler. */
  private static final int SLOTS_STARTING =
      Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  private final Broker broker;
  private final SupervisorConfig config;
  private final MessageCodec codec = new MessageCodec();
  private final TaskInbox inbox;
  private final ReportPublisher reports;
  private final List<SlotRunner> runners = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Broker.Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final TaskFeed feed;
  private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
  private final ScheduledExecutorService announcer =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "worker-alive"));

  private Supervisor(Broker broker, Storage storage, SupervisorConfig config) {
    this.broker = broker;
    this.config = config;
    this.reports = new ReportPublisher(broker, codec);
    this.inbox =
        new TaskInbox(config.workerId(), codec, new TaskReturns(config.workerId(), reports));
    Duration holdTime = config.limits().taskTime().plus(REPORT_TIME);
    this.feed = new TaskFeed(broker, inbox, config.slots(), holdTime, announcer);
    Semaphore starts = new Semaphore(SLOTS_STARTING, true);
    for (int i = 1; i <= config.slots(); i++) {
      String name = "slot-" + i;
      ReplaceableSlot replaceableSlot =
          new ReplaceableSlot(name, config.command(), config.limits(), starts);
      SlotRunner runner =
          new SlotRunner(
              config.workerId(),
              inbox,
              reports,
              storage,
              replaceableSlot,
              this::broadcastProgress,
              feed::succeeded);
      runners.add(runner);
      threads.add(daemon(() -> run(runner), name));
    }
  }

  /**
   * Starts a worker. Its slots start in the background.
   *
   * @param broker stays open when this worker closes
   * @throws io.framemill.protocol.broker.BrokerException if the broker is not connected
   */
  public static Supervisor start(Broker broker, Storage storage, SupervisorConfig config) {
    Supervisor supervisor = new Supervisor(broker, storage, config);
    try {
      supervisor.begin();
      return supervisor;
    } catch (RuntimeException e) {
      supervisor.close();
      throw e;
    }
  }

  /**
   * Shuts down gracefully: takes no more tasks, hands back waiting ones, waits for running ones,
   * then closes.
   *
   * @param grace how long running tasks may take; those that run longer are stopped and handed back
   * @throws InterruptedException if the calling thread is interrupted; {@link #close} must still be
   *     called
   */
  public void drain(Duration grace) throws InterruptedException {
    log.info(
        "Worker {} finishes its tasks, for at most {} s", config.workerId(), grace.toSeconds());
    feed.drain();
    announce();
    join(grace);
    inbox.withdrawAll(HandBackReason.DRAINED);
    inbox.awaitSettled(PATIENCE);
    close();
  }

  /**
   * Shuts down at once: kills the slots and leaves unfinished tasks to the broker, which redelivers
   * them. Does nothing if it has ended.
   */
  @Override
  public void close() {
    letGo();
    try {
      join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.debug("Worker {} has ended", config.workerId());
  }

  /**
   * Completes if this worker cannot continue, for example because it is out of memory. It has
   * released its tasks by then, like {@link #close}, which must still be called.
   */
  public CompletableFuture<Throwable> broken() {
    return broken.copy();
  }

  private void run(SlotRunner runner) {
    try {
      runner.run();
    } catch (RuntimeException | Error e) {
      // The end of one runner ends all: its tasks would be held for ever, and the state of the rest
      // is unknown.
      log.error("Worker {} failed; its tasks go back to the broker", config.workerId(), e);
      letGo();
      broken.complete(e);
    }
  }

  /** Releases tasks and subscriptions; starts no thread and waits for none. */
  private void letGo() {
    inbox.stop();
    reports.close();
    announcer.shutdownNow();
    subscriptions.forEach(Broker.Subscription::close);
    feed.close();
    threads.forEach(Thread::interrupt);
  }

  private void begin() {
    subscriptions.add(broker.listen(Topic.CONTROL, this::onControl));
    feed.begin();
    announcer.scheduleAtFixedRate(
        this::announce, 0, config.aliveInterval().toMillis(), TimeUnit.MILLISECONDS);
    // On its own thread: a slow disk must not delay heartbeats.
    daemon(Supervisor::sweepTemporaryFiles, "temporary-files").start();
    // Last: a runner that cannot continue releases all of the above.
    threads.forEach(Thread::start);
    log.info("Worker {} started with {} slots", config.workerId(), config.slots());
  }

  private static void sweepTemporaryFiles() {
    try {
      TemporaryDirectory.ofThisProcess().sweep();
    } catch (IOException e) {
      log.warn("Temporary files of killed workers cannot be deleted: {}", e.toString());
    }
  }

  private void onControl(byte[] body) {
    try {
      codec
          .decode(body, Control.class)
          .fold(
              cancel -> cancelled(inbox.cancel(cancel.job(), cancel.lastAttempt()), cancel.job()),
              stop -> inbox.cancel(stop.job(), stop.task(), stop.lastAttempt()),
              rest -> rest.worker().equals(config.workerId()) && rest(rest));
    } catch (MalformedMessageException e) {
      log.warn("Ignoring a control message: {}", e.getMessage());
    }
  }

  private static boolean cancelled(boolean news, JobId job) {
    if (news) {
      log.info("Job {} is cancelled", job);
    }
    return news;
  }

  private boolean rest(Control.Rest order) {
    boolean begins = feed.rest(order.reason(), Duration.ofMillis(order.millis()));
    if (begins) {
      announce();
    }
    return begins;
  }

  private void broadcastProgress(Attempt attempt, SlotReply.Progressed progress) {
    broadcast(
        new Progress.TaskProgress(
            attempt, config.workerId(), progress.frames(), progress.mediaMillis()));
  }

  private void announce() {
    int busy = (int) runners.stream().filter(SlotRunner::isBusy).count();
    broadcast(
        new Progress.WorkerAlive(
            config.workerId(),
            config.host(),
            config.release(),
            config.slots(),
            busy,
            feed.state(),
            feed.reason(),
            inbox.held()));
  }

  private void broadcast(Progress progress) {
    broker.broadcast(Topic.PROGRESS, codec.encode(progress));
  }

  /** Waits for the runners' threads, up to a total duration. */
  private void join(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      thread.join(Math.max(1, left));
    }
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
