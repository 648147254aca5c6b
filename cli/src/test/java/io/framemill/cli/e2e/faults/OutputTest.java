package io.framemill.cli.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.CountedBeeps.Beep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sound that is wrong although its packets lie at the right times is found. */
class OutputTest {
  private static final List<Beep> BEEPS =
      List.of(new Beep(0, 0, 17), new Beep(1, 12_000, 18), new Beep(2, 24_000, 19));

  @Test
  void from_sameSound_isNoDifference() {
    assertThat(output(BEEPS).from(output(BEEPS)).isNone()).isTrue();
  }

  @Test
  void from_silentBeep_isLost() {
    Output.Difference difference = output(BEEPS.subList(0, 2)).from(output(BEEPS));

    assertThat(difference.lost()).isEqualTo(1);
    assertThat(difference.doubled()).isZero();
    assertThat(difference.isNone()).isFalse();
  }

  @Test
  void from_beepHeardAgain_isDoubled() {
    List<Beep> doubled = new ArrayList<>(BEEPS);
    doubled.add(new Beep(2, 36_000, 19));

    Output.Difference difference = output(doubled).from(output(BEEPS));

    assertThat(difference.lost()).isZero();
    assertThat(difference.doubled()).isEqualTo(1);
  }

  @Test
  void from_swappedBeeps_isAFault() {
    List<Beep> swapped = new ArrayList<>(BEEPS);
    Collections.swap(swapped, 0, 1);

    assertThat(output(swapped).from(output(BEEPS)).faults())
        .containsExactly("other sound is heard, or in another order");
  }

  @Test
  void from_otherSamplesOfTheSameBeep_isAFault() {
    List<Beep> other = new ArrayList<>(BEEPS);
    other.set(1, new Beep(1, 12_000, 4711));

    assertThat(output(other).from(output(BEEPS)).isNone()).isFalse();
  }

  private static Output output(List<Beep> beeps) {
    Map<String, List<Long>> packets = Map.of("audio/en", List.of(48_000L, 49_024L));
    return new Output(Map.of(), packets, Map.of("audio/en", beeps), List.of(), List.of());
  }
}
