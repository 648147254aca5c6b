package io.framemill.controller.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.controller.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's thread: applies commands in batches, each batch one transaction.
 *
 * <p>Invariants: (1) effects run only after the commit; (2) a batch that the store refuses changes
 * nothing and is applied again until the store works; (3) a command that hits a bug is dropped
 * alone, the others of its batch are applied.
 */
final class CommandLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CommandLoop.class);
  private static final int MAX_BATCH = 500;
  private static final long IDLE_MILLIS = 250;
  private static final long STORE_RETRY_MILLIS = 1_000;

  private final Work work;
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "controller-0");
  private final Object ending = new Object();
  private volatile boolean closed;

  @GuardedBy("ending")
  private boolean ended;

  /** Something for the controller's thread to do; may be applied again if the store failed. */
  @FunctionalInterface
  interface Command {
    void apply(UnitOfWork work);

    /** It will not be applied: because of a bug, or because the thread ends. */
    default void abandon(RuntimeException why) {}
  }

  /** What is done around every batch, on the controller's thread. */
  interface Work {
    /** The batch is applied: last changes before the commit. */
    void complete(UnitOfWork work);

    /** Writes it all as one transaction. */
    void commit(UnitOfWork work);

    /** The batch is committed; called a few times a second at least. */
    void committed();

    /** Something went wrong: forget what is in memory and read the store. */
    void reload();
  }

  CommandLoop(Work work) {
    this.work = work;
  }

  void start() {
    thread.start();
  }

  /** Applies a command soon; abandons it if the thread has ended. */
  void post(Command command) {
    synchronized (ending) {
      if (!ended) {
        commands.add(command);
        return;
      }
    }
    command.abandon(new JobRefusedException("The controller is shutting down"));
  }

  /** Applies a question and waits until its answer is committed. */
  <T> T ask(Function<UnitOfWork, T> question) {
    Question<T> command = new Question<>(question);
    post(command);
    try {
      return command.answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Applies what was posted before, then ends the thread and waits for it. */
  @Override
  public void close() {
    closed = true;
    // Wakes the thread, which may have a quarter of a second to wait.
    post(unit -> {});
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closed || !commands.isEmpty()) {
        List<Command> batch = new ArrayList<>();
        Command first = commands.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          commands.drainTo(batch, MAX_BATCH - 1);
        }
        process(batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private void end() {
    List<Command> left = new ArrayList<>();
    synchronized (ending) {
      ended = true;
      commands.drainTo(left);
    }
    left.forEach(
        command -> command.abandon(new JobRefusedException("The controller is shutting down")));
  }

  private void process(List<Command> batch) throws InterruptedException {
    boolean failed = false;
    while (true) {
      try {
        apply(batch);
        return;
      } catch (StoreException e) {
        if (!failed) {
          log.error("{}; nothing goes on until it can be", e.getMessage());
        }
        if (closed) {
          batch.forEach(command -> command.abandon(e));
          return;
        }
        failed = true;
        Thread.sleep(STORE_RETRY_MILLIS);
        tryReload();
      } catch (RuntimeException e) {
        tryReload();
        isolate(batch, e);
        return;
      }
    }
  }

  private void apply(List<Command> batch) {
    UnitOfWork unit = new UnitOfWork();
    batch.forEach(command -> command.apply(unit));
    work.complete(unit);
    work.commit(unit);
    unit.runEffects();
    work.committed();
  }

  private void isolate(List<Command> batch, RuntimeException bug) throws InterruptedException {
    if (batch.size() > 1) {
      for (Command command : batch) {
        process(List.of(command));
      }
    } else {
      log.error("A command is dropped because of a bug", bug);
      batch.forEach(command -> command.abandon(bug));
    }
  }

  private void tryReload() {
    try {
      work.reload();
    } catch (StoreException e) {
      log.debug("The store is still out of reach", e);
    }
  }

  private static final class Question<T> implements Command {
    private final Function<UnitOfWork, T> question;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Question(Function<UnitOfWork, T> question) {
      this.question = question;
    }

    @Override
    public void apply(UnitOfWork work) {
      try {
        T value = question.apply(work);
        work.afterCommit(() -> answer.complete(value));
      } catch (NoSuchJobException | JobRefusedException e) {
        answer.completeExceptionally(e);
      }
    }

    @Override
    public void abandon(RuntimeException why) {
      answer.completeExceptionally(why);
    }
  }
}
