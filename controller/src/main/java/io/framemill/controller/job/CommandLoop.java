package io.framemill.controller.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's thread: applies commands in batches, each batch in one transaction.
 *
 * <p>Invariants: (1) effects run only after the commit; (2) a batch that the store refuses changes
 * nothing and is applied again until the store works; (3) a command that hits a bug is dropped
 * alone, the others of its batch are applied; (4) no effect runs once another controller may have
 * taken over: then the thread ends; (5) who asks is told within a limit, and what a question whose
 * asker was told of a failure may have changed is undone before anything else is applied.
 */
final class CommandLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CommandLoop.class);
  static final String SHUTTING_DOWN = "The controller is shutting down";
  private static final String TAKEN_OVER = "Another controller may have taken over";
  private static final int MAX_BATCH = 500;
  private static final long IDLE_MILLIS = 250;
  private static final long STORE_RETRY_MILLIS = 1_000;

  /** Limit for {@link #close}: a store that hangs may never let the thread end. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Work work;
  private final Duration answerLimit;
  private final StoreHealth health;
  private final BlockingDeque<Command> commands = new LinkedBlockingDeque<>();
  private final Thread thread = new Thread(this::run, "controller-0");
  private final Object ending = new Object();
  private volatile boolean closed;

  /** Used by the loop's own thread only. */
  private boolean isDrained;

  @GuardedBy("ending")
  private boolean ended;

  /** A command for the controller's thread; may be applied again if the store failed. */
  @FunctionalInterface
  interface Command {
    void apply(UnitOfWork work);

    /** The command will not be applied, because of a bug or because the thread ends. */
    default void abandon(RuntimeException why) {}
  }

  /** Hooks that run around every batch, on the controller's thread. */
  interface Work {
    /** Makes the first changes of a batch, based on what is stored; no command is applied yet. */
    void begin(UnitOfWork work);

    /** Makes the last changes of a batch before the commit; all commands are applied. */
    void complete(UnitOfWork work);

    /** Writes the batch as one transaction. */
    void commit(UnitOfWork work);

    /** The batch is committed; called a few times a second at least. */
    void committed();

    /**
     * Whether this controller may run the effects of a commit; if not, another controller derives
     * them from the store.
     */
    boolean mayAct();

    /** Discards the state in memory and reads the store again, after a failure. */
    void reload();
  }

  /**
   * @param answerLimit how long a caller waits at most
   */
  CommandLoop(Work work, Duration answerLimit) {
    this.work = work;
    this.answerLimit = answerLimit;
    this.health = new StoreHealth(answerLimit, System::nanoTime);
  }

  void start() {
    thread.start();
  }

  /** Whether commands are applied. */
  boolean isRunning() {
    return thread.isAlive();
  }

  /** Queues a command; abandons it if the thread has ended. */
  void post(Command command) {
    synchronized (ending) {
      if (!ended) {
        commands.add(command);
        return;
      }
    }
    abandon(command, new StandbyException(SHUTTING_DOWN));
  }

  /**
   * Whether all commands that were posted before this batch began are part of it. On the loop's
   * thread.
   */
  boolean isDrained() {
    return isDrained;
  }

  /** Why the store does not work, one line for users; empty while it does. */
  Optional<String> storeProblem() {
    return health.problem();
  }

  /** Applies a question that changes nothing, or nothing that needs to be undone. */
  <T> T ask(Function<UnitOfWork, T> question) {
    return ask(question, work -> {});
  }

  /**
   * Applies a question and waits until its answer is committed, at most {@code answerLimit}.
   *
   * @param undo applied if the asker was told of a failure and the question may have been committed
   *     all the same; may be applied more than once
   * @throws StateUnavailableException if the store does not work or answers too late
   */
  <T> T ask(Function<UnitOfWork, T> question, Command undo) {
    Optional<String> problem = health.problem();
    if (problem.isPresent()) {
      throw new StateUnavailableException(problem.get());
    }
    ControllerCall<T> command = new ControllerCall<>(question, undo, commands::addFirst);
    post(command);
    return command.await(answerLimit, health);
  }

  /**
   * Applies the commands that were posted before, then ends the thread and waits for it, unless the
   * store hangs.
   */
  @Override
  public void close() {
    closed = true;
    // Wakes the thread, which otherwise waits up to a quarter of a second.
    post(unit -> {});
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (thread.isAlive()) {
        log.error("The store does not answer; stopping without it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Command> batch = List.of();
    RuntimeException why = new StandbyException(SHUTTING_DOWN);
    try {
      while (!closed || !commands.isEmpty()) {
        batch = next();
        process(batch);
        batch = List.of();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StandbyException e) {
      log.info("The controller ends: {}", e.getMessage());
    } catch (StoreException e) {
      log.warn(
          "{}; changes that are not stored yet are recovered at the next start", e.getMessage());
      why = e;
    } catch (RuntimeException | Error e) {
      log.error("The controller has ended and must be started again", e);
      throw e;
    } finally {
      end(batch, why);
    }
  }

  private List<Command> next() throws InterruptedException {
    List<Command> batch = new ArrayList<>();
    Command first = commands.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      commands.drainTo(batch, MAX_BATCH - 1);
    }
    isDrained = batch.size() < MAX_BATCH;
    return batch;
  }

  /**
   * @param batch the commands in progress; those that were applied or abandoned before ignore the
   *     call
   */
  private void end(List<Command> batch, RuntimeException why) {
    List<Command> left = new ArrayList<>(batch);
    synchronized (ending) {
      ended = true;
      commands.drainTo(left);
    }
    left.forEach(command -> abandon(command, why));
  }

  /**
   * Applies and commits a batch and runs its effects.
   *
   * @throws StandbyException if another controller acts: the thread ends
   * @throws StoreException if the store fails while this is closed: the thread ends, for what is in
   *     memory is not what is stored
   */
  private void process(List<Command> batch) throws InterruptedException {
    UnitOfWork unit;
    try {
      unit = commitInTheEnd(batch);
    } catch (StoreException | StandbyException e) {
      throw e;
    } catch (RuntimeException e) {
      reloadInTheEnd();
      isolate(batch, e);
      return;
    }
    if (!work.mayAct()) {
      // The effects of this batch are lost here: another controller derives them from the store.
      throw new StandbyException(TAKEN_OVER);
    }
    // The batch is committed: nothing from here on may cause it to be applied again.
    unit.runEffects();
    try {
      work.committed();
    } catch (RuntimeException e) {
      log.error("Internal error after a commit", e);
    }
  }

  /**
   * Applies and commits a batch, repeatedly while the store fails; throws the store's exception
   * only when closed, or once another controller has taken over.
   */
  private UnitOfWork commitInTheEnd(List<Command> batch) throws InterruptedException {
    for (boolean failed = false; ; failed = true) {
      try {
        UnitOfWork unit = new UnitOfWork();
        // Inside the try: commands read the store, too.
        health.asked();
        work.begin(unit);
        batch.forEach(command -> command.apply(unit));
        work.complete(unit);
        work.commit(unit);
        health.succeeded();
        return unit;
      } catch (StoreException e) {
        if (e.isTakenOver()) {
          throw new StandbyException(TAKEN_OVER);
        }
        health.failed(e);
        if (closed) {
          throw e;
        }
        if (!failed) {
          log.error("{}; all jobs wait until the store works again", e.getMessage());
        }
        Thread.sleep(STORE_RETRY_MILLIS);
        reloadInTheEnd();
      }
    }
  }

  /**
   * Reads the store again, repeatedly until it works: nothing may be applied to state in memory
   * that differs from what is stored.
   */
  private void reloadInTheEnd() throws InterruptedException {
    while (true) {
      try {
        health.asked();
        work.reload();
        return;
      } catch (StoreException e) {
        health.failed(e);
        if (closed) {
          throw e;
        }
        log.debug("The store is still unreachable", e);
        Thread.sleep(STORE_RETRY_MILLIS);
      }
    }
  }

  private void isolate(List<Command> batch, RuntimeException bug) throws InterruptedException {
    if (batch.size() > 1) {
      isDrained = false;
      for (Command command : batch) {
        process(List.of(command));
      }
    } else {
      log.error("A command is dropped because of an internal error", bug);
      batch.forEach(command -> abandon(command, bug));
    }
  }

  private static void abandon(Command command, RuntimeException why) {
    try {
      command.abandon(why);
    } catch (RuntimeException e) {
      log.error("A command cannot even be abandoned", e);
    }
  }
}
