package io.framemill.controller.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {
  private static final String SECRET = "correct-horse-battery";

  @ParameterizedTest
  @ValueSource(strings = {"Bearer " + SECRET, "bearer " + SECRET, "Bearer  " + SECRET + " "})
  void isProvenBy_theSecret_is(String header) {
    assertThat(new AccessToken(SECRET).isProvenBy(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        SECRET,
        "Basic " + SECRET,
        "Bearer correct-horse-batterx",
        "Bearer " + SECRET + "x"
      })
  void isProvenBy_anythingElse_isNot(String header) {
    assertThat(new AccessToken(SECRET).isProvenBy(header)).isFalse();
    assertThat(new AccessToken(SECRET).isProvenBy(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "too-short", "sixteen letters and a blank", "sixteen-letters-and\n"})
  void new_noToken_isRefusedWithoutBeingNamed(String secret) {
    assertThatThrownBy(() -> new AccessToken(secret))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a token has 16 to 1024 letters, digits and -._~+/");
  }

  @Test
  void toString_secret_isNotShown() {
    assertThat(new AccessToken(SECRET)).asString().doesNotContain(SECRET);
  }
}
