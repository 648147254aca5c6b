package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.job.state.UnitOfWork;
import io.framemill.controller.store.StoreExceptions;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandLoopTest {
  /** Longer than a failed commit takes with the pause behind it. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Semaphore commits = new Semaphore(1_000_000);
  private final AtomicInteger commitsToFail = new AtomicInteger();
  private final AtomicInteger reloadsToFail = new AtomicInteger();
  private volatile boolean mayAct = true;
  private volatile StoreException commitFailure =
      new StoreException("planned by this test", new IllegalStateException());
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final CommandLoop loop = new CommandLoop(new FailingWork(), LIMIT);

  @BeforeEach
  void start() {
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  @Test
  void ask_storeWorks_answersAfterTheCommit() {
    assertThat(loop.<String>ask(work -> "yes")).isEqualTo("yes");
    assertThat(happened).contains("commit");
  }

  @Test
  void ask_storeFailsOnce_isAppliedAgainAfterAReloadAndItsEffectsRunOnce() {
    commitsToFail.set(1);
    String answer =
        loop.ask(
            work -> {
              happened.add("apply");
              work.afterCommit(() -> happened.add("effect"));
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(happened)
        .filteredOn(what -> !what.equals("commit"))
        .startsWith("apply", "commit failed", "reload", "apply", "effect");
  }

  @Test
  void ask_reloadFailsToo_isNotAppliedToStaleMemory() {
    commitsToFail.set(1);
    reloadsToFail.set(1);
    loop.<Boolean>ask(work -> happened.add("apply"));
    assertThat(happened)
        .filteredOn(what -> !what.equals("commit"))
        .containsSubsequence("apply", "reload failed", "reload", "apply");
  }

  @Test
  void ask_storeAway_failsWithinTheLimitAndIsNeverApplied() {
    commitsToFail.set(Integer.MAX_VALUE);
    loop.post(work -> happened.add("other"));
    await().until(() -> happened.contains("commit failed"));
    assertThatThrownBy(() -> loop.<Boolean>ask(work -> happened.add("apply")))
        .isInstanceOf(StateUnavailableException.class);

    commitsToFail.set(0);
    await().until(() -> loop.storeProblem().isEmpty());
    assertThat(loop.<String>ask(work -> "yes")).isEqualTo("yes");
    assertThat(happened).contains("other").doesNotContain("apply");
  }

  @Test
  void ask_storeKnownToBeAway_failsAtOnceWithTheReason() {
    commitsToFail.set(Integer.MAX_VALUE);
    loop.post(work -> {});
    await().until(() -> loop.storeProblem().isPresent());

    assertThatThrownBy(() -> loop.<String>ask(work -> "no"))
        .isInstanceOf(StateUnavailableException.class)
        .hasMessageContaining("The state cannot be read or written");

    commitsToFail.set(0);
    await().until(() -> loop.storeProblem().isEmpty());
  }

  @Test
  void ask_committedAfterTheAskerGaveUp_isUndoneBeforeAnythingElse() {
    commits.drainPermits();
    AtomicInteger committed = new AtomicInteger();
    assertThatThrownBy(
            () ->
                loop.<Integer>ask(
                    work -> committed.incrementAndGet(), work -> committed.decrementAndGet()))
        .isInstanceOf(StateUnavailableException.class);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    // Posted, not asked: a question is refused while the store is known not to answer.
    loop.post(work -> seen.add(committed.get()));

    commits.release(1_000_000);

    await().untilAsserted(() -> assertThat(seen).containsExactly(0));
  }

  @Test
  void ask_gaveUpAndItsCommitFailed_isUndoneForItMayBeStored() {
    commits.drainPermits();
    commitsToFail.set(1);
    List<String> undone = new CopyOnWriteArrayList<>();
    assertThatThrownBy(
            () -> loop.<Boolean>ask(work -> happened.add("apply"), work -> undone.add("undone")))
        .isInstanceOf(StateUnavailableException.class);

    commits.release(1_000_000);

    await().until(() -> undone.contains("undone"));
    assertThat(happened).containsOnlyOnce("apply");
  }

  @Test
  void post_effectThatFails_isNotAppliedAgainAndOthersRun() {
    loop.post(
        work -> {
          happened.add("apply");
          work.afterCommit(
              () -> {
                throw new IllegalStateException("planned by this test");
              });
          work.afterCommit(() -> happened.add("second effect"));
        });
    await().until(() -> happened.contains("second effect"));
    loop.<String>ask(work -> "still there");
    assertThat(happened).filteredOn("apply"::equals).hasSize(1);
  }

  @Test
  void post_commandWithABug_isAbandonedAloneEvenIfThatFails() {
    AtomicInteger applied = new AtomicInteger();
    loop.post(
        new CommandLoop.Command() {
          @Override
          public void apply(UnitOfWork work) {
            throw new IllegalStateException("planned by this test");
          }

          @Override
          public void abandon(RuntimeException why) {
            happened.add("abandoned: " + why.getMessage());
            throw new IllegalStateException("planned by this test, too");
          }
        });
    loop.post(work -> work.afterCommit(applied::incrementAndGet));
    await().untilAtomic(applied, org.hamcrest.Matchers.equalTo(1));
    assertThat(happened).contains("abandoned: planned by this test");
    assertThat(loop.isRunning()).isTrue();
  }

  @Test
  void post_anotherHasTakenOver_nothingFollowsAndTheAskerIsTold() {
    mayAct = false;
    assertThatThrownBy(
            () ->
                loop.<String>ask(
                    work -> {
                      work.afterCommit(() -> happened.add("effect"));
                      return "done";
                    }))
        .isInstanceOf(StandbyException.class);
    assertThat(happened).contains("commit").doesNotContain("effect");
    // What should have followed is lost to its memory: the next one takes it from the store.
    await().until(() -> !loop.isRunning());
  }

  @Test
  void post_fenceSaysThatAnotherHasTakenOver_endsWithoutAnotherTry() {
    commitFailure = StoreExceptions.takenOver();
    commitsToFail.set(Integer.MAX_VALUE);
    assertThatThrownBy(() -> loop.<String>ask(work -> "x")).isInstanceOf(StandbyException.class);
    await().until(() -> !loop.isRunning());
    assertThat(happened).containsOnlyOnce("commit failed");
  }

  @Test
  void ask_itsRowIsDamaged_failsAloneAndOthersGoOn() {
    StoreException damaged = StoreExceptions.damaged();
    assertThatThrownBy(
            () ->
                loop.<String>ask(
                    work -> {
                      throw damaged;
                    }))
        .isSameAs(damaged);
    assertThat(loop.<String>ask(work -> "yes")).isEqualTo("yes");
    assertThat(loop.storeProblem()).isEmpty();
    assertThat(happened).doesNotContain("reload");
  }

  @Test
  void ask_readOfTheStoreHangs_isAProblemAfterTheLimit() {
    CountDownLatch reading = new CountDownLatch(1);
    loop.post(work -> await().atMost(Duration.ofMinutes(1)).until(() -> reading.getCount() == 0));
    await().until(() -> loop.storeProblem().isPresent());
    reading.countDown();
    await().until(() -> loop.storeProblem().isEmpty());
  }

  @Test
  void close_commandsComeLater_areRefused() {
    loop.close();
    assertThat(loop.isRunning()).isFalse();
    assertThatThrownBy(() -> loop.<String>ask(work -> "late")).isInstanceOf(StandbyException.class);
  }

  @Test
  void close_storeIsGone_endsAndRefusesWhatWaits() {
    commitsToFail.set(Integer.MAX_VALUE);
    Thread asking =
        new Thread(
            () ->
                assertThatThrownBy(() -> loop.<String>ask(work -> "x"))
                    .isInstanceOf(StoreException.class)
                    .satisfies(e -> happened.add("refused")));
    asking.start();
    await().until(() -> happened.contains("commit failed"));
    loop.close();
    await().until(() -> happened.contains("refused"));
  }

  @Test
  void close_storeFailsWhileMuchWaits_appliesNothingMoreToStaleMemory() throws Exception {
    Semaphore applied = new Semaphore(0);
    loop.post(
        work -> {
          happened.add("apply");
          applied.acquireUninterruptibly();
        });
    await().until(() -> happened.contains("apply"));
    List<RuntimeException> left = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      loop.post(
          new CommandLoop.Command() {
            @Override
            public void apply(UnitOfWork work) {
              happened.add("applied to stale memory");
            }

            @Override
            public void abandon(RuntimeException why) {
              left.add(why);
            }
          });
    }
    commitsToFail.set(1);
    Thread closing = new Thread(loop::close);
    closing.start();
    // It waits for the thread, so it has said before that this is closed.
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    applied.release();
    closing.join();
    assertThat(happened).contains("commit failed").doesNotContain("applied to stale memory");
    assertThat(left).hasSize(1_000);
  }

  @Test
  void close_reloadIsUnderWay_abandonsItsBatchWithTheReason() {
    commitsToFail.set(Integer.MAX_VALUE);
    reloadsToFail.set(Integer.MAX_VALUE);
    List<RuntimeException> left = new CopyOnWriteArrayList<>();
    loop.post(
        new CommandLoop.Command() {
          @Override
          public void apply(UnitOfWork work) {}

          @Override
          public void abandon(RuntimeException why) {
            left.add(why);
          }
        });
    await().until(() -> happened.contains("reload failed"));
    loop.close();
    assertThat(left).singleElement().isInstanceOf(StoreException.class);
  }

  private final class FailingWork implements CommandLoop.Work {
    @Override
    public void begin(UnitOfWork work) {}

    @Override
    public void complete(UnitOfWork work) {}

    @Override
    public void commit(UnitOfWork work) {
      commits.acquireUninterruptibly();
      if (commitsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        happened.add("commit failed");
        throw commitFailure;
      }
      happened.add("commit");
    }

    @Override
    public void committed() {}

    @Override
    public boolean mayAct() {
      return mayAct;
    }

    @Override
    public void reload() {
      if (reloadsToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        happened.add("reload failed");
        throw new StoreException("planned by this test", new IllegalStateException());
      }
      happened.add("reload");
    }
  }
}
