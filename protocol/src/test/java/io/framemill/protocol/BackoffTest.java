package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void after_eachFailure_doublesUpToTheMaximum() {
    Backoff backoff = Backoff.ofMillis(100, 500);

    assertThat(IntStream.rangeClosed(1, 5).mapToObj(backoff::after))
        .extracting(Duration::toMillis)
        .containsExactly(100L, 200L, 400L, 500L, 500L);
  }

  @Test
  void after_veryManyFailures_isTheMaximum() {
    Backoff backoff = new Backoff(Duration.ofNanos(1), Duration.ofSeconds(1));

    assertThat(backoff.after(1_000_000)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void after_noFailure_isRefused() {
    assertThatThrownBy(() -> Backoff.ofMillis(1, 2).after(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void backoff_zeroOrMaximumBelowTheFirst_isRefused() {
    assertThatThrownBy(() -> Backoff.ofMillis(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Backoff.ofMillis(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
