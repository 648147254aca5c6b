package io.framemill.testbroker;

import java.net.URI;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests an {@link AmqpBroker} as a parameter of constructors, test and life cycle methods.
 *
 * <p>There is one for the whole run, because a start costs seconds, and it is ended with the run.
 * Which one it is, in this order: the one that the environment variable {@code
 * FRAMEMILL_TEST_BROKER} names by its URI; an installed {@code rabbitmq-server}, run privately;
 * RabbitMQ in a container, where Docker answers; Qpid Broker-J inside this JVM. It is cleared
 * before each test class.
 *
 * <p>A test class that must run on Qpid takes a parameter of type {@link EmbeddedQpid}.
 */
public final class AmqpBrokerExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(AmqpBrokerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    AmqpBroker started =
        context.getRoot().getStore(NAMESPACE).get(AmqpBroker.class, AmqpBroker.class);
    if (started != null) {
      started.clear();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == AmqpBroker.class || type == EmbeddedQpid.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            type,
            wanted -> wanted == EmbeddedQpid.class ? announced(EmbeddedQpid.start()) : choose(),
            AmqpBroker.class);
  }

  private static AmqpBroker choose() {
    String given = System.getenv(GivenBroker.VARIABLE);
    if (given != null && !given.isBlank()) {
      AmqpBroker broker = announced(new GivenBroker(URI.create(given)));
      broker.clear();
      return broker;
    }
    if (RabbitServer.isInstalled()) {
      return announced(RabbitServer.start());
    }
    if (ContainerRabbit.isAvailable()) {
      return announced(ContainerRabbit.start());
    }
    return announced(EmbeddedQpid.start());
  }

  // Standard output, because a person who reads the test run has to see it whatever is logged.
  @SuppressWarnings("SystemOut")
  private static AmqpBroker announced(AmqpBroker broker) {
    System.out.println("AMQP broker for the tests: " + broker.description());
    return broker;
  }
}
