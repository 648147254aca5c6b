package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureLineTest {
  @ParameterizedTest
  @CsvSource({
    "a.mp4, no room, a.mp4: no room",
    "a.mp4, a.mp4 is no media file, a.mp4 is no media file",
    "a.mp4, a.mp4: no room, a.mp4: no room",
    "a, another failure, a: another failure"
  })
  void of_reason_namesItsSubjectOnce(String name, String reason, String line) {
    assertThat(FailureLine.of(name, reason)).isEqualTo(line);
  }

  @Test
  void of_nameWithLineBreak_isOneLine() {
    assertThat(FailureLine.of("a\nb.mp4", "a\\nb.mp4 is empty")).isEqualTo("a\\nb.mp4 is empty");
    assertThat(FailureLine.of("a\nb.mp4", "no luck")).isEqualTo("a\\nb.mp4: no luck");
  }
}
