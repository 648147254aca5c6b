package io.framemill.cli.client;

import io.framemill.controller.api.Jobs;
import io.framemill.protocol.JobEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a job on a server, in a thread of its own. A stream that breaks off, or is silent for so
 * long that its other end must be gone, is opened again, and resumes after the last event that the
 * listener has heard.
 */
final class RemoteEvents implements Jobs.Watch {
  private static final Logger log = LoggerFactory.getLogger(RemoteEvents.class);
  private static final long RECONNECT_MILLIS = 1_000;

  /** Three heartbeats of the server. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  private final Connect connect;
  private final Consumer<JobEvent> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService guard;
  private final long silenceNanos;
  private volatile InputStream stream;
  private volatile long heardNanos;
  private final boolean isOver;
  // Only the reading thread uses these two.
  private long lastSequence;
  private boolean atEnd;

  /** Opens the stream of a job's events. */
  @FunctionalInterface
  interface Connect {
    /**
     * @param after sequence of the last event that is known; 0 for none
     * @return null if the story has ended there
     * @throws RuntimeException if there is no stream now
     */
    @Nullable InputStream after(long after);
  }

  /** Opens the first stream, and throws what {@code connect} throws. */
  RemoteEvents(String name, long after, Connect connect, Consumer<JobEvent> listener) {
    this(name, after, connect, listener, SILENCE);
  }

  /**
   * @param silence a stream of which nothing was heard for so long is given up
   */
  RemoteEvents(
      String name, long after, Connect connect, Consumer<JobEvent> listener, Duration silence) {
    this.connect = connect;
    this.listener = listener;
    this.lastSequence = after;
    this.silenceNanos = silence.toNanos();
    InputStream first = connect.after(after);
    this.isOver = first == null;
    this.atEnd = isOver;
    this.stream = first == null ? InputStream.nullInputStream() : first;
    this.heardNanos = System.nanoTime();
    this.guard =
        Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "watch-guard-" + name));
    ScheduledFuture<?> unused =
        guard.scheduleWithFixedDelay(
            this::endSilence, silenceNanos, silenceNanos / 4, TimeUnit.NANOSECONDS);
    daemon(this::run, "watch-" + name).start();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void run() {
    read(stream);
    while (!atEnd && !isClosedAfterPause()) {
      InputStream next = reconnect();
      if (next != null) {
        heardNanos = System.nanoTime();
        stream = next;
        read(next);
      }
    }
    guard.shutdownNow();
  }

  private void read(InputStream from) {
    try (EventReader events = new EventReader(from, this::onLine)) {
      for (JobEvent event = events.next();
          event != null && closed.getCount() > 0;
          event = events.next()) {
        tell(event);
      }
    } catch (IOException e) {
      log.debug("Event stream interrupted", e);
      atEnd = false;
    }
  }

  private void onLine() {
    heardNanos = System.nanoTime();
  }

  /** Closing the stream wakes the thread that reads it. */
  private void endSilence() {
    if (System.nanoTime() - heardNanos >= silenceNanos) {
      log.debug("Event stream timed out");
      closeStream();
    }
  }

  private void tell(JobEvent event) {
    // A retried job has an end in the middle of its story: only one that the stream ends with
    // counts.
    atEnd = event.status().state().isEnd();
    if (event.sequence() == 0 || event.sequence() > lastSequence) {
      lastSequence = Math.max(lastSequence, event.sequence());
      listener.accept(event);
    }
  }

  private @Nullable InputStream reconnect() {
    try {
      InputStream next = connect.after(lastSequence);
      atEnd = next == null;
      return next;
    } catch (RuntimeException e) {
      log.debug("Event stream cannot be reopened yet", e);
      return null;
    }
  }

  private boolean isClosedAfterPause() {
    try {
      return closed.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void close() {
    closed.countDown();
    guard.shutdownNow();
    closeStream();
  }

  private void closeStream() {
    try {
      stream.close();
    } catch (IOException e) {
      log.debug("Event stream did not close cleanly", e);
    }
  }
}
