package io.framemill.protocol.broker.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.broker.Broker.Message;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An in-memory queue. Thread-safe.
 *
 * <p>Invariants: (1) an entry is either ready or unsettled at exactly one consumer, until it is
 * settled; (2) ready entries are delivered in order of their positions, so that returned entries
 * come before those never delivered.
 */
final class MemoryQueue {
  private final boolean singleActiveConsumer;
  private final int capacity;

  @GuardedBy("this")
  private final PriorityQueue<Entry> ready =
      new PriorityQueue<>(Comparator.comparingLong(Entry::position));

  /** Unsettled entries by consumer; consumers in order of subscription. */
  @GuardedBy("this")
  private final Map<MemoryConsumer, Set<Entry>> unsettled = new LinkedHashMap<>();

  /** Consumers that receive no more entries but may settle what they have. */
  @GuardedBy("this")
  private final Set<MemoryConsumer> paused = new HashSet<>();

  @GuardedBy("this")
  private long nextPosition;

  /**
   * @param singleActiveConsumer whether only the oldest consumer receives deliveries
   * @param capacity maximum number of ready entries; the oldest is dropped beyond it
   */
  MemoryQueue(boolean singleActiveConsumer, int capacity) {
    this.singleActiveConsumer = singleActiveConsumer;
    this.capacity = capacity;
  }

  synchronized void add(List<Message> messages) {
    for (Message message : messages) {
      add(message, null);
    }
  }

  synchronized void add(Message message, @Nullable String deadReason) {
    if (ready.size() == capacity) {
      ready.remove();
    }
    ready.add(new Entry(nextPosition++, message, deadReason, false));
    notifyAll();
  }

  synchronized void join(MemoryConsumer consumer) {
    unsettled.put(consumer, new LinkedHashSet<>());
  }

  /** Stops deliveries to a consumer. */
  synchronized void pause(MemoryConsumer consumer) {
    paused.add(consumer);
    notifyAll();
  }

  /** Removes a consumer; its unsettled entries become ready again, marked as redelivered. */
  synchronized void leave(MemoryConsumer consumer) {
    paused.remove(consumer);
    Set<Entry> left = unsettled.remove(consumer);
    if (left != null) {
      left.forEach(entry -> ready.add(entry.again()));
    }
    notifyAll();
  }

  /**
   * Waits for an entry for the consumer.
   *
   * @return null once the consumer has left or is paused
   */
  synchronized @Nullable Entry take(MemoryConsumer consumer, int prefetch)
      throws InterruptedException {
    while (unsettled.containsKey(consumer) && !paused.contains(consumer)) {
      Set<Entry> own = unsettled.get(consumer);
      if (own.size() < prefetch && isActive(consumer) && !ready.isEmpty()) {
        Entry entry = ready.remove();
        own.add(entry);
        return entry;
      }
      wait();
    }
    return null;
  }

  /** Removes an entry; false if the consumer no longer holds it. */
  synchronized boolean settle(MemoryConsumer consumer, Entry entry) {
    Set<Entry> own = unsettled.get(consumer);
    boolean held = own != null && own.remove(entry);
    if (held) {
      notifyAll();
    }
    return held;
  }

  @GuardedBy("this")
  private boolean isActive(MemoryConsumer consumer) {
    if (!singleActiveConsumer) {
      return true;
    }
    for (MemoryConsumer eldest : unsettled.keySet()) {
      if (!paused.contains(eldest)) {
        return eldest == consumer;
      }
    }
    return false;
  }

  /**
   * @param position place in the queue, ascending
   * @param deadReason why it is a dead letter; null if it is not
   */
  record Entry(long position, Message message, @Nullable String deadReason, boolean redelivered) {
    Entry again() {
      return new Entry(position, message, deadReason, true);
    }
  }
}
