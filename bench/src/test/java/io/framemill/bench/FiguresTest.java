package io.framemill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.framemill.bench.measure.BitRateSample;
import io.framemill.bench.measure.InstructionCount;
import io.framemill.bench.measure.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {
  @TempDir Path directory;

  @Test
  void median_oddAndEven_isTheMiddle() {
    assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3);
  }

  @Test
  void isNear_threeChunksOfFortyPictures_isTwelveOnEitherSideOfABoundary() {
    assertThat(IntStream.range(0, 120).filter(i -> Seams.isNear(i, 120, 40, 12)).toArray())
        .containsExactly(
            IntStream.concat(IntStream.range(28, 52), IntStream.range(68, 92)).toArray());
  }

  @Test
  void isNear_chunksOfNoWholeNumberOfPictures_doesNotDrift() {
    assertThat(IntStream.range(540, 660).filter(i -> Seams.isNear(i, 900, 119.88, 15)).toArray())
        .containsExactly(IntStream.range(585, 615).toArray());
  }

  @Test
  void medianOfRatios_pairs_areComparedOneByOne() {
    assertThat(Median.ofRatios(List.of(2.0, 9.0, 4.0), List.of(1.0, 3.0, 1.0), x -> x))
        .isEqualTo(3);
  }

  @Test
  void sizeAtEqualSsim_onTheOthersLine_isOne() {
    BitRateSample other = new BitRateSample(1000, 0.98);
    BitRateSample coarser = new BitRateSample(900, 0.97);
    assertThat(coarser.sizeAtEqualSsim(other, coarser)).isCloseTo(1, within(1e-9));
    assertThat(new BitRateSample(1100, 0.98).sizeAtEqualSsim(other, coarser))
        .isCloseTo(1.1, within(1e-9));
    assertThat(other.sizeAtEqualSsim(other, other)).isNaN();
  }

  @Test
  void instructions_outputOfPerf_isRead() throws IOException {
    Path counts = directory.resolve("counts.txt");
    Files.writeString(counts, "# started on Sun\n\n417301,,instructions:u,5000,100.00,,\n");
    assertThat(InstructionCount.read(counts)).isEqualTo(417_301);
    Files.writeString(counts, "<not supported>,,instructions:u,0,100.00,,\n");
    assertThatThrownBy(() -> InstructionCount.read(counts))
        .isInstanceOf(NumberFormatException.class);
  }
}
