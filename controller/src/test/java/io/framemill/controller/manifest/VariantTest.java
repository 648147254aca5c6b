package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VariantTest {
  @Test
  void inOrder_ladder_beginsWithTheOneNearestToTwoMegabitsAndFallsFromThere() {
    assertThat(order(variant(365_000), variant(4_500_000), variant(1_900_000), variant(7_800_000)))
        .containsExactly(1_900_000L, 7_800_000L, 4_500_000L, 365_000L);
  }

  @Test
  void inOrder_first_isNearestByTheAverageAndTheRestFallByThePeak() {
    Variant steady = new Variant(2_100_000, 1_500_000, "", "steady");
    Variant peaked = new Variant(5_000_000, 2_200_000, "", "peaked");
    Variant large = new Variant(4_000_000, 3_500_000, "", "large");

    assertThat(Variant.inOrder(List.of(steady, peaked, large)))
        .extracting(Variant::uri)
        .containsExactly("peaked", "large", "steady");
  }

  @Test
  void inOrder_equallyNear_takesTheLarger() {
    assertThat(order(variant(1_500_000), variant(2_500_000)))
        .containsExactly(2_500_000L, 1_500_000L);
  }

  @Test
  void inOrder_allBelow_beginsWithTheLargest() {
    assertThat(order(variant(64_000), variant(128_000))).containsExactly(128_000L, 64_000L);
  }

  @Test
  void inOrder_equalVariants_keepTheirOrder() {
    assertThat(
            Variant.inOrder(
                List.of(new Variant(9, 9, "", "a"), new Variant(9, 9, "", "b"), variant(1))))
        .extracting(Variant::uri)
        .containsExactly("a", "b", "1");
    assertThat(Variant.inOrder(List.of())).isEmpty();
  }

  private static Variant variant(long bitsPerSecond) {
    return new Variant(bitsPerSecond, bitsPerSecond, "", String.valueOf(bitsPerSecond));
  }

  private static List<Long> order(Variant... variants) {
    return Variant.inOrder(List.of(variants)).stream().map(Variant::peakBitsPerSecond).toList();
  }
}
