package io.framemill.worker.testmedia;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.CountedBeeps.Beep;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountedBeepsTest {
  private static final int RATE_HZ = 48_000;
  private static final int INTERVAL = RATE_HZ / 4;

  @Test
  void in_everyNumber_isReadAtItsPlace() {
    List<Beep> beeps = CountedBeeps.in(wave(64), RATE_HZ);

    assertThat(beeps)
        .extracting(Beep::number)
        .isEqualTo(IntStream.range(0, CountedBeeps.NUMBERS).boxed().toList());
    assertThat(beeps.get(7).startSample()).isBetween(7 * INTERVAL, 7 * INTERVAL + 240);
  }

  @Test
  void in_beepMadeSilent_isMissing() {
    float[] samples = wave(3);
    for (int i = 0; i < INTERVAL; i++) {
      samples[4 * INTERVAL + i] = 0;
    }

    assertThat(CountedBeeps.in(samples, RATE_HZ))
        .extracting(Beep::number)
        .containsExactly(0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11);
  }

  @Test
  void in_twoBeepsSwapped_isInTheOrderOfTheSamples() {
    float[] samples = wave(2);
    float[] second = wave(2);
    System.arraycopy(second, 2 * INTERVAL, samples, 5 * INTERVAL, INTERVAL);
    System.arraycopy(second, 5 * INTERVAL, samples, 2 * INTERVAL, INTERVAL);

    assertThat(CountedBeeps.in(samples, RATE_HZ))
        .extracting(Beep::number)
        .containsExactly(0, 1, 5, 3, 4, 2, 6, 7);
  }

  @Test
  void in_twoBeepsAtOnce_isGarbled() {
    float[] samples = wave(1);
    for (int i = 0; i < INTERVAL; i++) {
      samples[INTERVAL + i] += samples[2 * INTERVAL + i];
    }

    assertThat(CountedBeeps.in(samples, RATE_HZ))
        .extracting(Beep::number)
        .containsExactly(0, CountedBeeps.GARBLED, 2, 3);
  }

  @Test
  void in_oneSampleChanged_changesOneChecksum() {
    float[] samples = wave(1);
    List<Beep> before = CountedBeeps.in(samples, RATE_HZ);
    samples[2 * INTERVAL + 11_000] += 0.001f;

    List<Beep> after = CountedBeeps.in(samples, RATE_HZ);

    assertThat(after).extracting(Beep::number).containsExactly(0, 1, 2, 3);
    assertThat(after.get(2)).isNotEqualTo(before.get(2));
    assertThat(after.get(1)).isEqualTo(before.get(1));
  }

  private static float[] wave(int seconds) {
    float[] samples = new float[seconds * RATE_HZ];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) SoundWave.COUNTED_BEEPS.at((double) i / RATE_HZ, 0);
    }
    return samples;
  }
}
