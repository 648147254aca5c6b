package io.framemill.controller.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.api.JobException;
import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {
  @ParameterizedTest
  @EnumSource
  void toException_ofAnyType_keepsTypeAndMessage(ProblemType type) {
    JobException exception = type.toException("why");

    assertThat(exception).hasMessage("why");
    assertThat(ProblemType.of(exception)).isEqualTo(type);
    assertThat(ProblemType.ofUri(type.uri())).hasValue(type);
  }

  @Test
  void types_coverEveryJobException() {
    assertThat(
            Arrays.stream(ProblemType.values())
                .<Class<?>>map(type -> type.toException("").getClass()))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder(JobException.class.getPermittedSubclasses());
  }

  @Test
  void status_ofEachException_isWhatTheApiDocumentSays() {
    assertThat(ProblemType.of(new NoSuchJobException("a")).status()).isEqualTo(404);
    assertThat(ProblemType.of(new JobRefusedException("a")).status()).isEqualTo(409);
    assertThat(ProblemType.of(new KeyReusedException("a")).status()).isEqualTo(422);
    assertThat(ProblemType.of(new StandbyException("a")).status()).isEqualTo(503);
    assertThat(ProblemType.of(new StateUnavailableException("a")).status()).isEqualTo(503);
  }

  @Test
  void ofUri_ofAnotherKind_isEmpty() {
    assertThat(ProblemType.ofUri("about:blank")).isEmpty();
    assertThat(ProblemType.ofUri("urn:framemill:problem:of-a-later-release")).isEmpty();
  }
}
