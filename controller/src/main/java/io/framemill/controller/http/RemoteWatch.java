package io.framemill.controller.http;

import io.framemill.controller.job.Jobs;
import io.framemill.protocol.JobEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a job on a server, in a thread of its own. A stream that breaks off is opened again and
 * goes on where it was: the server tells the story from its beginning, and what the listener has
 * heard is left out.
 */
final class RemoteWatch implements Jobs.Watch {
  private static final Logger log = LoggerFactory.getLogger(RemoteWatch.class);
  private static final long RECONNECT_MILLIS = 1_000;

  private final Supplier<InputStream> connect;
  private final Consumer<JobEvent> listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile InputStream stream;
  // Only the reading thread uses these two.
  private long lastSequence;
  private boolean atEnd;

  /** Opens the first stream, and throws what {@code connect} throws. */
  RemoteWatch(String name, Supplier<InputStream> connect, Consumer<JobEvent> listener) {
    this.connect = connect;
    this.listener = listener;
    this.stream = connect.get();
    Thread thread = new Thread(this::run, "watch-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    read(stream);
    while (!atEnd && !isClosedAfterPause()) {
      InputStream next = reconnect();
      if (next != null) {
        stream = next;
        read(next);
      }
    }
  }

  private void read(InputStream from) {
    try (EventReader events = new EventReader(from)) {
      for (JobEvent event = events.next();
          event != null && closed.getCount() > 0;
          event = events.next()) {
        tell(event);
      }
    } catch (IOException e) {
      log.debug("Event stream broke off", e);
      atEnd = false;
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
      return connect.get();
    } catch (RuntimeException e) {
      log.debug("Event stream cannot be opened again yet", e);
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
  public void close() {
    closed.countDown();
    try {
      stream.close();
    } catch (IOException e) {
      log.debug("Event stream did not close", e);
    }
  }
}
