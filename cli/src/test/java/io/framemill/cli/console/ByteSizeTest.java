package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({"17, 17", "2K, 2048", "500M, 524288000", "100G, 107374182400", "1T, 1099511627776"})
  void convert_size_isInBytes(String value, long bytes) {
    assertThat(new ByteSize().convert(value)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5G", "1GB", "G", "9999999999T"})
  void convert_anythingElse_isRefused(String value) {
    assertThatThrownBy(() -> new ByteSize().convert(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("500M");
  }
}
