package io.framemill.protocol.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebVttTimeTest {
  @Test
  void stamp_origin_hasHours() {
    assertThat(WebVttTime.stamp(0)).isEqualTo("00:00:00.000");
  }

  @Test
  void timings_longProgramme_countHoursBeyondTwoDigits() {
    assertThat(WebVttTime.timings(359_999_999, 360_000_001))
        .isEqualTo("99:59:59.999 --> 100:00:00.001");
  }
}
