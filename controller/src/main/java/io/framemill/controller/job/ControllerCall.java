package io.framemill.controller.job;

import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A command whose answer another thread waits for, up to a limit.
 *
 * <p>Either the answer is committed and the caller gets it, or the caller gives up and what was
 * committed anyway is undone: the thread that completes the answer first decides.
 */
final class ControllerCall<T> implements CommandLoop.Command {
  private final Function<UnitOfWork, T> question;
  private final CommandLoop.Command undo;
  private final Consumer<CommandLoop.Command> first;
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  /**
   * @param undo applied if the caller was told of a failure and the question may have been
   *     committed anyway
   * @param first lets a command be applied before all others
   */
  ControllerCall(
      Function<UnitOfWork, T> question,
      CommandLoop.Command undo,
      Consumer<CommandLoop.Command> first) {
    this.question = question;
    this.undo = undo;
    this.first = first;
  }

  /**
   * Waits until the answer is committed.
   *
   * @throws StateUnavailableException if that takes longer than the limit
   */
  T await(Duration limit, StoreHealth health) {
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String late = "The controller has not answered for " + limit.toSeconds() + " s";
      answer.completeExceptionally(new StateUnavailableException(health.problem().orElse(late)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(new StandbyException(CommandLoop.SHUTTING_DOWN));
    } catch (ExecutionException e) {
      // Reported below.
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void apply(UnitOfWork work) {
    if (answer.isCompletedExceptionally()) {
      undo.apply(work);
      return;
    }
    try {
      T value = question.apply(work);
      work.afterCommit(() -> committed(value));
    } catch (NoSuchJobException | JobRefusedException | KeyReusedException e) {
      answer.completeExceptionally(e);
    } catch (StoreException e) {
      if (!e.isUnreadable()) {
        throw e;
      }
      // A retry would find the same row and block all other commands: only this caller fails.
      answer.completeExceptionally(e);
    }
  }

  private void committed(T value) {
    if (!answer.complete(value)) {
      first.accept(undo);
    }
  }

  @Override
  public void abandon(RuntimeException why) {
    answer.completeExceptionally(why);
  }
}
