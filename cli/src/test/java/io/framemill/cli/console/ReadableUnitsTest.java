package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableUnitsTest {
  @ParameterizedTest
  @CsvSource({"0,0:00", "7499,0:07", "7500,0:08", "754000,12:34", "3723000,1:02:03"})
  void clock_millis_isRoundedToSeconds(long millis, String expected) {
    assertThat(ReadableUnits.clock(millis)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0,0%", "62.9,62%", "99.99,99%", "100,100%"})
  void percent_value_isRoundedDown(double percent, String expected) {
    assertThat(ReadableUnits.percent(percent)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"999,999 B", "1000,1.0 kB", "1449999,1.4 MB", "999960,1.0 MB", "5000000000,5.0 GB"})
  void bytes_value_hasOneDecimal(long bytes, String expected) {
    assertThat(ReadableUnits.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"4000,4", "2500,2.5", "500,0.5", "10000,10"})
  void seconds_millis_hasNoUselessZeros(long millis, String expected) {
    assertThat(ReadableUnits.seconds(millis)).isEqualTo(expected);
  }
}
