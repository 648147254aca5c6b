package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  @ParameterizedTest
  @CsvSource({
    "LANG, en_US.UTF-8, true",
    "LANG, C.utf8, true",
    "LANG, C, false",
    "LC_ALL, de_DE.ISO-8859-1, false"
  })
  void hasUnicode_locale_decides(String variable, String value, boolean expected) {
    assertThat(new Terminal(Map.of(variable, value)).hasUnicode()).isEqualTo(expected);
  }

  @Test
  void hasColour_noColorSet_isFalse() {
    assertThat(new Terminal(Map.of()).hasColour()).isTrue();
    assertThat(new Terminal(Map.of("NO_COLOR", "1")).hasColour()).isFalse();
  }

  @Test
  void isInteractive_override_decides() {
    assertThat(new Terminal(Map.of("FRAMEMILL_TERMINAL", "1")).isInteractive()).isTrue();
    assertThat(new Terminal(Map.of("FRAMEMILL_TERMINAL", "0")).isInteractive()).isFalse();
  }

  @Test
  void isInteractive_dumbTerminal_isFalse() {
    assertThat(new Terminal(Map.of("TERM", "dumb")).isInteractive()).isFalse();
  }

  @Test
  void columns_variable_isTaken() {
    assertThat(new Terminal(Map.of("COLUMNS", "132")).columns()).isEqualTo(132);
  }

  @Test
  void columns_unknown_isAtLeastSomething() {
    assertThat(new Terminal(Map.of("COLUMNS", "wide")).columns()).isPositive();
  }
}
