package io.framemill.testbroker;

import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container. */
final class ContainerRabbit implements AmqpBroker {
  private static final String IMAGE = "rabbitmq:4";

  private final RabbitMQContainer container;

  private ContainerRabbit(RabbitMQContainer container) {
    this.container = container;
  }

  static boolean isAvailable() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static ContainerRabbit start() {
    RabbitMQContainer container = new RabbitMQContainer(DockerImageName.parse(IMAGE));
    container.start();
    return new ContainerRabbit(container);
  }

  @Override
  public URI uri() {
    return URI.create("amqp://guest:guest@" + container.getHost() + ":" + container.getAmqpPort());
  }

  @Override
  public String description() {
    return "container " + IMAGE + " at " + container.getHost() + ":" + container.getAmqpPort();
  }

  @Override
  public void close() {
    container.close();
  }
}
