package io.framemill.cli.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that need Chromium or Chrome. Where none is installed they are left out, and standard
 * output says so.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresBrowser.Condition.class)
@interface RequiresBrowser {
  /** Whether a browser is installed. */
  final class Condition implements ExecutionCondition {
    @Override
    @SuppressWarnings("SystemOut")
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Browser.installed().isPresent()) {
        return ConditionEvaluationResult.enabled("a browser is installed");
      }
      String reason =
          "LEFT OUT, install chromium or google-chrome to run it: " + context.getDisplayName();
      System.out.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
