package io.framemill.controller.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tracks whether the store works, as seen by the controller's thread. Thread-safe. */
final class StoreHealth {
  /** Failures within this time are not reported: the next try may succeed. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private final Duration answerLimit;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private boolean isWaiting;

  /** When the oldest call to the store that has not succeeded yet began. */
  @GuardedBy("this")
  private long sinceNanos;

  @GuardedBy("this")
  private @Nullable String failure;

  /**
   * @param answerLimit a store that takes longer to answer counts as failed
   */
  StoreHealth(Duration answerLimit, LongSupplier nanoTime) {
    this.answerLimit = answerLimit;
    this.nanoTime = nanoTime;
  }

  /** Records a call to the store; also called before each retry. */
  synchronized void asked() {
    if (!isWaiting) {
      isWaiting = true;
      sinceNanos = nanoTime.getAsLong();
    }
  }

  synchronized void failed(StoreException e) {
    failure = e.publicMessage();
  }

  synchronized void succeeded() {
    isWaiting = false;
    failure = null;
  }

  /** What is wrong, one line for users; empty while the store works. */
  synchronized Optional<String> problem() {
    if (!isWaiting) {
      return Optional.empty();
    }
    Duration waited = Duration.ofNanos(nanoTime.getAsLong() - sinceNanos);
    if (failure != null) {
      return waited.compareTo(GRACE) < 0 ? Optional.empty() : Optional.of(failure);
    }
    return waited.compareTo(answerLimit) < 0
        ? Optional.empty()
        // Without the elapsed time: a caller that logs it once compares it with the last message.
        : Optional.of("The state has not answered for " + answerLimit.toSeconds() + " s");
  }
}
