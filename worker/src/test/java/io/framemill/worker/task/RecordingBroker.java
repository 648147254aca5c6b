package io.framemill.worker.task;

import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Report;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A broker in memory that keeps what is reported and settled, and refuses reports when asked to.
 */
final class RecordingBroker implements Broker {
  private final InMemoryBroker broker = new InMemoryBroker();
  private final MessageCodec codec = new MessageCodec();
  private final List<Report> reports = new CopyOnWriteArrayList<>();
  private final List<String> story = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  /** Reports that were confirmed, in order. */
  List<Report> reports() {
    return List.copyOf(reports);
  }

  /**
   * What happened, in order: {@code Started job/a#1}, {@code refused ...}, {@code acked job/a#1}.
   */
  List<String> story() {
    return List.copyOf(story);
  }

  /** Does not confirm the next reports. */
  void refuseReports(int number) {
    refusals.set(number);
  }

  @Override
  public void publish(Queue queue, List<Message> messages) {
    if (queue != Queue.REPORTS) {
      broker.publish(queue, messages);
      return;
    }
    for (Message message : messages) {
      Report report = report(message);
      String kind = report.getClass().getSimpleName();
      if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        story.add("refused " + kind + " " + message.id());
        throw new BrokerException("refused by the test");
      }
      reports.add(report);
      story.add(kind + " " + message.id());
    }
  }

  @Override
  public Subscription consume(Queue queue, int prefetch, Consumer<Delivery> handler) {
    return broker.consume(queue, prefetch, delivery -> handler.accept(recording(delivery)));
  }

  @Override
  public void broadcast(Topic topic, byte[] body) {
    broker.broadcast(topic, body);
  }

  @Override
  public Subscription listen(Topic topic, Consumer<byte[]> listener) {
    return broker.listen(topic, listener);
  }

  @Override
  public boolean isOpen() {
    return broker.isOpen();
  }

  @Override
  public void close() {
    broker.close();
  }

  private Report report(Message message) {
    try {
      return codec.decode(message.body(), Report.class);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private Delivery recording(Delivery delivery) {
    return new Delivery() {
      @Override
      public Message message() {
        return delivery.message();
      }

      @Override
      public boolean redelivered() {
        return delivery.redelivered();
      }

      @Override
      public void ack() {
        story.add("acked " + delivery.message().id());
        delivery.ack();
      }

      @Override
      public void reject(String reason) {
        story.add("rejected " + delivery.message().id());
        delivery.reject(reason);
      }
    };
  }
}
