package io.framemill.testbroker;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One limit for everything that tests wait for. It only ends a test that would hang, so it is far
 * above what a busy machine needs. JUnit finds this extension by itself: {@code await()} of
 * Awaitility has the limit in all tests of all modules. It looks often, because hundreds of tests
 * wait.
 */
public final class TestTimeouts implements BeforeAllCallback {
  public static final int LIMIT_SECONDS = 120;

  /** The same as a duration. */
  public static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LIMIT);
    Awaitility.setDefaultPollInterval(POLL_INTERVAL);
  }
}
