package io.framemill.worker.media.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.worker.media.assemble.PosterChoice.Look;
import java.util.List;
import org.junit.jupiter.api.Test;

class PosterChoiceTest {
  private static final Look BLACK = new Look(0, 2, 1);
  private static final Look GOOD = new Look(4_000, 90, 40);
  private static final Look TITLE = new Look(8_000, 20, 60);
  private static final Look WHITE = new Look(12_000, 250, 5);
  private static final Look GREY = new Look(16_000, 128, 3);

  @Test
  void best_severalGoodOnes_isTheLatest() {
    Look later = new Look(6_000, 60, 20);
    assertThat(PosterChoice.best(List.of(BLACK, GOOD, later, WHITE, GREY))).isEqualTo(later);
  }

  @Test
  void best_noGoodOne_isTheOneWithMostContrast() {
    assertThat(PosterChoice.best(List.of(BLACK, TITLE, WHITE))).isEqualTo(TITLE);
  }

  @Test
  void look_halfBlackHalfWhite_isMeasured() {
    Look look = Look.of(7, new byte[] {0, (byte) 255, 0, (byte) 255});
    assertThat(look.mean()).isCloseTo(127.5, within(1e-9));
    assertThat(look.deviation()).isCloseTo(127.5, within(1e-9));
  }
}
