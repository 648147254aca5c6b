package io.framemill.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.testbroker.AmqpBroker;
import io.framemill.testbroker.AmqpBrokerExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else writes to the queues of a controller and a worker. */
@ExtendWith(AmqpBrokerExtension.class)
class BadMessagesIT {
  /** As many as three queues get. */
  private static final int FLOOD = 500;

  private static final List<String> BAD =
      List.of(
          "",
          "not JSON",
          "{}",
          "{\"version\": 2}",
          "{\"version\": 1, \"type\": \"Unheard\"}",
          "{\"version\": 1, \"type\": \"java.lang.Runtime\"}",
          "{\"version\": 1, \"type\": \"" + "x".repeat(200_000) + "\"}",
          "[".repeat(5_000),
          "{\"version\": 1, \"type\": \"Started\", \"worker\": \"w\", \"attempt\": null}");

  @TempDir Path directory;

  @Test
  void flood_onAllQueuesAndTopics_stopsNoJobAndIsShown(AmqpBroker broker) throws Exception {
    broker.clear();
    try (Cluster cluster = new Cluster(directory, broker.uri());
        RabbitBroker stranger = RabbitBroker.open(RabbitConfig.builder(broker.uri()).build())) {
      FramemillProcess controller = cluster.startController();
      FramemillProcess worker = cluster.startWorker();
      for (Queue queue : Queue.values()) {
        stranger.publish(queue, messages(FLOOD, i -> BAD.get(i % BAD.size()).getBytes(UTF_8)));
      }
      for (Topic topic : Topic.values()) {
        BAD.forEach(body -> stranger.broadcast(topic, body.getBytes(UTF_8)));
      }
      byte[] tooLarge = new byte[MessageCodec.MAX_BYTES + 1];
      stranger.publish(Queue.REPORTS, messages(1, i -> tooLarge));
      stranger.publish(Queue.TASKS, messages(1, i -> tooLarge));

      String job = cluster.command("submit", Samples.SILENT.toString()).strip();

      assertThat(cluster.awaitEnd(job)).as("%s", cluster).isEqualTo("DONE");
      Cluster.patiently()
          .untilAsserted(
              () ->
                  assertThat(cluster.command("dead", "--json").lines())
                      .hasSize(1_000)
                      .filteredOn(line -> line.contains("the limit is " + MessageCodec.MAX_BYTES))
                      .hasSize(2));
      assertThat(cluster.command("dead"))
          .contains("version 2; this is version 1", "Could not resolve type id 'Unheard'");
      assertThat(controller.isAlive()).isTrue();
      assertThat(worker.isAlive()).isTrue();
    }
  }

  private static List<Broker.Message> messages(int count, IntFunction<byte[]> body) {
    List<Broker.Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(new Broker.Message("bad-" + i, body.apply(i)));
    }
    return messages;
  }
}
