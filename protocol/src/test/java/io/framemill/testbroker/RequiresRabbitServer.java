package io.framemill.testbroker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that start, stop and break a RabbitMQ of their own. Where none is installed they are
 * left out, and standard output says so.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresRabbitServer.Condition.class)
public @interface RequiresRabbitServer {
  /** Whether {@code rabbitmq-server} is installed. */
  final class Condition implements ExecutionCondition {
    @Override
    @SuppressWarnings("SystemOut")
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (RabbitServer.isInstalled()) {
        return ConditionEvaluationResult.enabled("rabbitmq-server is installed");
      }
      String reason = "LEFT OUT, install rabbitmq-server to run it: " + context.getDisplayName();
      System.out.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
