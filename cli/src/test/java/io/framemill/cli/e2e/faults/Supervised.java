package io.framemill.cli.e2e.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.cli.e2e.FramemillProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A program that is started again whenever it ends, as systemd does with {@code Restart=always}.
 * Thread-safe.
 */
final class Supervised implements AutoCloseable {
  private static final long RESTART_MILLIS = 500;

  private final String name;
  private final Supplier<FramemillProcess> start;

  @GuardedBy("this")
  private final List<FramemillProcess> lives = new ArrayList<>();

  @GuardedBy("this")
  private boolean closed;

  /**
   * Starts it for the first time.
   *
   * @param name for people
   */
  Supervised(String name, Supplier<FramemillProcess> start) {
    this.name = name;
    this.start = start;
    startAgain();
  }

  /** The one that runs, or ran last. */
  synchronized FramemillProcess process() {
    return lives.get(lives.size() - 1);
  }

  /** How often it was started. */
  synchronized int starts() {
    return lives.size();
  }

  /** What all of its lives have logged. */
  synchronized String log() {
    return String.join("", lives.stream().map(FramemillProcess::err).toList());
  }

  @Override
  public String toString() {
    return name;
  }

  /** Ends it for good. */
  @Override
  public synchronized void close() {
    closed = true;
    process().close();
  }

  private synchronized void startAgain() {
    if (closed) {
      return;
    }
    FramemillProcess next = start.get();
    lives.add(next);
    var unused =
        next.handle()
            .onExit()
            .thenRunAsync(
                this::startAgain,
                CompletableFuture.delayedExecutor(RESTART_MILLIS, TimeUnit.MILLISECONDS));
  }
}
