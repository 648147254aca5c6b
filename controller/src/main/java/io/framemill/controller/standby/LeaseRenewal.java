package io.framemill.controller.standby;

import io.framemill.controller.store.Lease;
import io.framemill.controller.store.database.StoreException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease on its own thread, until the lease is lost or this is closed. */
final class LeaseRenewal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseRenewal.class);
  private static final long CLOSE_SECONDS = 30;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "lease-0"));
  private final Lease lease;

  LeaseRenewal(Lease lease) {
    this.lease = lease;
    long pause = lease.config().renewal().toMillis();
    ScheduledFuture<?> unused =
        thread.scheduleAtFixedRate(this::renew, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void renew() {
    try {
      if (!lease.renew()) {
        log.warn("Another controller has taken over");
        thread.shutdown();
      }
    } catch (StoreException e) {
      log.warn("The lease cannot be renewed: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Internal error while renewing the lease", e);
    }
  }

  /** Waits for a renewal in progress: afterwards another thread may use the lease. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("A renewal of the lease does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
