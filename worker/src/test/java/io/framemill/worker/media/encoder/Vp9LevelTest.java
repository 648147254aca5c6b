package io.framemill.worker.media.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Vp9LevelTest {
  @ParameterizedTest(name = "{0}x{1} at {2}/s, {3} kb/s: {4}")
  @CsvSource({
    "256, 144, 15, 200, 10",
    "256, 144, 15, 201, 11",
    "640, 360, 30, 500, 21",
    "854, 480, 30, 800, 30",
    "1280, 720, 30, 1500, 31",
    "1280, 720, 60, 1500, 40",
    "1920, 1080, 30, 3000, 40",
    "1920, 1080, 60, 3000, 41",
    "3840, 2160, 30, 12000, 50",
    "3840, 2160, 60, 12000, 51",
    "7680, 4320, 30, 40000, 60",
    "16, 4000, 24, 100, 40",
    "16384, 16384, 60, 100, 62"
  })
  void of_sizeRateAndBits_isTheLowestLevelWithRoomForAll(
      int width, int height, long framesPerSecond, int kbps, int level) {
    assertThat(Vp9Level.of(width, height, new Rational(framesPerSecond, 1), kbps)).isEqualTo(level);
  }
}
