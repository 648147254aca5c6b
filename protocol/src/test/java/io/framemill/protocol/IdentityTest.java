package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.text.Names;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids and names, which become file names, URLs and message ids. */
class IdentityTest {
  private static final String SIXTY = "x".repeat(60);

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "bbb-1080p.2", "a_b", "0123456789"})
  void jobId_ofTheForm_isTaken(String value) {
    assertThat(new JobId(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "-a", "_a", "A", "a/b", "a b", "a\n", "ä", "a\u0000"})
  void jobId_ofAnotherForm_isRefused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JobId(value))
        .withMessageContaining("not a job id");
  }

  @Test
  void jobId_length_isAtMostAHundred() {
    assertThatCode(() -> new JobId("x".repeat(100))).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> new JobId("x".repeat(101)));
  }

  @Test
  void attempt_toString_isTheMessageId() {
    assertThat(new Attempt(new JobId("bbb"), "video-0003", 2)).hasToString("bbb/video-0003#2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Video", "a_b", "a.b", "a/b", "x\n"})
  void attempt_taskOfAnotherForm_isRefused(String task) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Attempt(new JobId("j"), task, 1))
        .withMessageContaining("not a task name");
  }

  @Test
  void attempt_taskAndNumber_haveLimits() {
    JobId job = new JobId("j");
    assertThatCode(() -> new Attempt(job, SIXTY, 1)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> new Attempt(job, SIXTY + "x", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Attempt(job, "a", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"720p", "eng-128k", "A.b_c", "a..b"})
  void name_ofTheForm_isTaken(String name) {
    assertThatCode(() -> Names.require(name)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".hidden", "-o", "a/b", "a b", "a\\b", "ö", "a\n"})
  void name_ofAnotherForm_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Names.require(name))
        .withMessageContaining("not a rendition name");
  }

  @Test
  void name_length_isAtMostSixty() {
    assertThatCode(() -> Names.require(SIXTY)).doesNotThrowAnyException();
    assertThatIllegalArgumentException().isThrownBy(() -> Names.require(SIXTY + "x"));
  }
}
