package io.framemill.controller.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event stream of one reader. Nothing blocks: what the connection cannot take yet waits in a
 * queue, and Jetty calls when it can. Thread-safe.
 */
final class EventStream implements WriteListener {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);
  private static final int MAX_QUEUED_PROGRESS = 100;
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

  /** Tells clients how long to wait before they reconnect, in milliseconds. */
  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

  private final JobId job;
  private final HttpOutput out;
  private final Function<JobEvent, byte[]> frame;
  private final Callbacks callbacks;
  private final AtomicBoolean isOver = new AtomicBoolean();

  @GuardedBy("this")
  private final Queue<JobEvent> events = new ArrayDeque<>();

  @GuardedBy("this")
  private boolean isOpen;

  @GuardedBy("this")
  private boolean isGreeted;

  @GuardedBy("this")
  private boolean isHeartbeatDue;

  @GuardedBy("this")
  private boolean isEndOfJobTold;

  @GuardedBy("this")
  private boolean isToEnd;

  /** Notifications to the owner; they must not block or call the stream. */
  interface Callbacks {
    /** All known events are sent, and the last one was the end of the job. */
    void endOfJobTold(EventStream stream);

    /** The stream is over, because all is sent or the reader disconnected; called once. */
    void over(EventStream stream);
  }

  /**
   * @param out used without Jetty's own buffers, which are 32 KiB each: there are thousands
   * @param frame encodes an event
   */
  EventStream(JobId job, HttpOutput out, Function<JobEvent, byte[]> frame, Callbacks callbacks) {
    this.job = job;
    this.out = out;
    this.frame = frame;
    this.callbacks = callbacks;
  }

  JobId job() {
    return job;
  }

  /** Queues an event; progress is dropped if the queue is long. */
  synchronized void tell(JobEvent event) {
    boolean isDisposable = event.kind() == JobEvent.Kind.PROGRESS;
    if (!isDisposable || events.size() < MAX_QUEUED_PROGRESS) {
      events.add(event);
      send();
    }
  }

  /** Sends a heartbeat unless other data is on its way. */
  synchronized void heartbeat() {
    isHeartbeatDue = true;
    send();
  }

  /** Whether the last event sent was the end of the job, which may have been retried since. */
  synchronized boolean isEndOfJobTold() {
    return isEndOfJobTold;
  }

  /** Ends the stream once all is sent. */
  synchronized void end() {
    isToEnd = true;
    send();
  }

  @Override
  public synchronized void onWritePossible() {
    isOpen = true;
    send();
  }

  @Override
  public void onError(Throwable e) {
    log.debug("Reader of {} disconnected", job, e);
    over();
  }

  private void over() {
    if (isOver.compareAndSet(false, true)) {
      callbacks.over(this);
    }
  }

  @GuardedBy("this")
  private void send() {
    try {
      while (isOpen && !isOver.get() && out.isReady()) {
        byte[] next = next();
        if (next == null) {
          return;
        }
        out.write(ByteBuffer.wrap(next));
      }
    } catch (IOException | RuntimeException e) {
      onError(e);
    }
  }

  @GuardedBy("this")
  private byte @Nullable [] next() {
    if (!isGreeted) {
      isGreeted = true;
      return RETRY;
    }
    JobEvent event = events.poll();
    if (event != null) {
      isHeartbeatDue = false;
      isEndOfJobTold = events.isEmpty() && event.status().state().isEnd();
      if (isEndOfJobTold) {
        callbacks.endOfJobTold(this);
      }
      return frame.apply(event);
    }
    if (isToEnd) {
      over();
      return null;
    }
    if (isHeartbeatDue) {
      isHeartbeatDue = false;
      return HEARTBEAT;
    }
    return null;
  }
}
