package io.framemill.controller.job;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the store works, as the controller's thread sees it. Thread-safe. */
final class StoreHealth {
  /** How long failures in a row are not worth a word: the next try may succeed. */
  static final Duration GRACE = Duration.ofSeconds(2);

  private final Duration answerLimit;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private boolean isWaiting;

  /** When the use of the store that has not succeeded yet began. */
  @GuardedBy("this")
  private long sinceNanos;

  @GuardedBy("this")
  private @Nullable String failure;

  /**
   * @param answerLimit a store that takes longer for an answer does not work
   */
  StoreHealth(Duration answerLimit, LongSupplier nanoTime) {
    this.answerLimit = answerLimit;
    this.nanoTime = nanoTime;
  }

  /** The store is asked now; also called before each further try. */
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

  /** What is wrong, one line for people; empty while it works. */
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
        // Without the time that passed: who says it once compares it with what was said.
        : Optional.of("The state has not answered for " + answerLimit.toSeconds() + " s");
  }
}
