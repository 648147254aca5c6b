package io.framemill.controller.standby;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.Controller;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.store.Lease;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import io.framemill.protocol.broker.BrokerException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of a pair of controllers: active while it holds the lease, otherwise it stands by and tries
 * to take the lease. While it stands by, all methods of {@link Jobs} throw {@link
 * StandbyException}.
 *
 * <p>It steps down when the lease has expired or was taken by the other, because this process was
 * suspended or cut off from the database. None of its pending work can be committed then; it stands
 * by again.
 */
public final class StandbyMember implements Jobs, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StandbyMember.class);
  private static final long POLL_MILLIS = 500;
  private static final long WATCH_MILLIS = 100;

  private final Function<JobStore, Controller> starter;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile @Nullable Lease lease;
  private volatile @Nullable Controller active;
  private volatile String standingBecause = "it is starting";

  /**
   * Creates a member that does not try to take the lease yet.
   *
   * @param starter starts a controller on a store, which it owns
   */
  public StandbyMember(Function<JobStore, Controller> starter) {
    this.starter = starter;
  }

  /**
   * Starts to try to take the lease; to be called once.
   *
   * @param wanted owned and closed by this member
   * @throws StoreException if the database does not answer now; later failures are retried
   */
  public void join(Lease wanted) {
    lease = wanted;
    look(wanted);
    thread = new Thread(() -> run(wanted), "pair-0");
    thread.start();
  }

  /** Whether its controller runs. */
  public boolean isRunning() {
    Controller now = active;
    return now != null && now.isRunning();
  }

  /** Why its state cannot be read or written, one line for users; empty while it can. */
  public Optional<String> storeProblem() {
    Controller now = active;
    return now == null ? Optional.empty() : now.storeProblem();
  }

  /**
   * Why it stands by, and which controller is active, one line for users; empty while it is active.
   */
  public Optional<String> standingBy() {
    Lease held = lease;
    return active != null && held != null && held.isHeld()
        ? Optional.empty()
        : Optional.of("This controller stands by: " + standingBecause);
  }

  private void run(Lease wanted) {
    try {
      do {
        tryOnce(wanted);
      } while (!closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryOnce(Lease wanted) throws InterruptedException {
    try {
      if (wanted.take()) {
        act(wanted);
      } else {
        look(wanted);
      }
    } catch (StoreException | BrokerException e) {
      standBecause(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.error("Internal error in a controller of a pair", e);
      standBecause("it failed, its log has the reason");
    }
  }

  private void look(Lease wanted) {
    wanted
        .holder()
        .ifPresent(
            holder -> standBecause(holder.name() + " at " + holder.address() + " is active"));
  }

  private void standBecause(String reason) {
    if (!reason.equals(standingBecause)) {
      log.info("Standing by: {}", reason);
      standingBecause = reason;
    }
  }

  /** Runs a controller while the lease lasts. */
  private void act(Lease held) throws InterruptedException {
    try (LeaseRenewal renewal = new LeaseRenewal(held);
        Controller controller = starter.apply(held.openStore())) {
      active = controller;
      log.info("Active as {}", held.config().holder());
      while (held.isHeld()
          && controller.isRunning()
          && !closed.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
        continue;
      }
      standingBecause = "it is stepping down";
      active = null;
    } finally {
      active = null;
      if (held.isHeld()) {
        held.release();
      }
    }
    if (closed.getCount() > 0) {
      log.warn("Stepped down: the lease was lost, or the controller has failed");
    }
  }

  private Controller active() {
    Optional<String> reason = standingBy();
    Controller now = active;
    if (now == null || reason.isPresent()) {
      throw new StandbyException(reason.orElse("This controller stands by"));
    }
    return now;
  }

  @Override
  public JobStatus submit(Submission submission) {
    return active().submit(submission);
  }

  @Override
  public List<JobStatus> list() {
    return active().list();
  }

  @Override
  public JobStatus status(JobId job) {
    return active().status(job);
  }

  @Override
  public JobStatus cancel(JobId job) {
    return active().cancel(job);
  }

  @Override
  public JobStatus retry(JobId job) {
    return active().retry(job);
  }

  @Override
  public Watch watch(JobId job, long after, Consumer<JobEvent> listener) {
    return active().watch(job, after, listener);
  }

  /** The jobs of a source, by its storage key, oldest first. */
  public List<JobStatus> jobsOf(String source) {
    return active().jobsOf(source);
  }

  @Override
  public List<WorkerStatus> workers() {
    return active().workers();
  }

  @Override
  public List<DeadMessage> deadMessages() {
    return active().deadMessages();
  }

  /** Steps down and releases the lease, so that the other controller takes over at once. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (lease != null) {
      lease.close();
    }
  }
}
