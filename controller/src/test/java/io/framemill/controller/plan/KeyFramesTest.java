package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.SeekPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFramesTest {
  private static final long SECOND = Media.TIME_BASE.denominator();

  /** Key frames at 0, 3, 6 and so on. */
  private final VideoStream film = Media.film(60, 640, 360, 3).video().get(0);

  private final KeyFrames keyFrames = new KeyFrames(film, false);

  @Test
  void seekPoints_inTheMiddle_goFurtherAndFurtherBack() {
    assertThat(seconds(keyFrames.seekPoints(31 * SECOND))).containsExactly(30L, 27L, 21L);
    assertThat(seconds(keyFrames.seekPoints(30 * SECOND))).containsExactly(30L, 27L, 21L);
    assertThat(seconds(keyFrames.seekPoints(4 * SECOND))).containsExactly(3L, 0L);
  }

  @Test
  void leadSeconds_isTheWayFromTheKeyFrameBefore() {
    assertThat(keyFrames.leadSeconds(32 * SECOND)).isEqualTo(2);
    assertThat(keyFrames.leadSeconds(30 * SECOND)).isZero();
  }

  @Test
  void needsOneBefore_atAKeyFrame_comesFromTheOneBefore() {
    KeyFrames withOneBefore = new KeyFrames(film, true);
    assertThat(seconds(withOneBefore.seekPoints(30 * SECOND))).containsExactly(27L, 24L, 18L);
    assertThat(withOneBefore.leadSeconds(30 * SECOND)).isEqualTo(3);
    assertThat(withOneBefore.leadSeconds(30 * SECOND + 1)).isLessThan(0.001);
    assertThat(withOneBefore.leadSeconds(0)).isZero();
  }

  private static List<Long> seconds(List<SeekPoint> points) {
    return points.stream().map(point -> point.pts() / SECOND).toList();
  }
}
