package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.store.database.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicLong now = new AtomicLong();
  private final StoreHealth health = new StoreHealth(LIMIT, now::get);

  @Test
  void problem_storeAnswers_isNone() {
    health.asked();
    health.succeeded();
    pass(LIMIT.multipliedBy(2));

    assertThat(health.problem()).isEmpty();
  }

  @Test
  void problem_oneFailureAmongSuccesses_isNone() {
    health.asked();
    health.failed(failure());

    assertThat(health.problem()).isEmpty();
  }

  @Test
  void problem_failuresInARow_isTheReasonUntilOneSucceeds() {
    health.asked();
    health.failed(failure());
    pass(StoreHealth.GRACE);
    health.asked();

    assertThat(health.problem()).hasValueSatisfying(why -> assertThat(why).contains("state"));
    health.succeeded();
    assertThat(health.problem()).isEmpty();
  }

  @Test
  void problem_noAnswerForLongerThanTheLimit_saysSoInTheSameWordsAsTimePasses() {
    health.asked();
    pass(LIMIT.minusMillis(1));
    assertThat(health.problem()).isEmpty();
    pass(Duration.ofMillis(2_001));

    assertThat(health.problem()).contains("The state has not answered for 10 s");
    pass(LIMIT);
    assertThat(health.problem()).contains("The state has not answered for 10 s");
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static StoreException failure() {
    return new StoreException("planned by this test", new IllegalStateException());
  }
}
