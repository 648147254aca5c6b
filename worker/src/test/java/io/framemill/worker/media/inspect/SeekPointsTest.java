package io.framemill.worker.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.SeekPoint;
import org.junit.jupiter.api.Test;

class SeekPointsTest {
  @Test
  void add_denseKeyFrames_areThinned() {
    SeekPoints points = new SeekPoints(100);
    points.add(-20, 1);
    points.add(50, 2);
    points.add(80, 3);
    points.add(90, 4);
    points.add(300, 5);

    assertThat(points.kept())
        .containsExactly(new SeekPoint(-20, 1), new SeekPoint(80, 3), new SeekPoint(300, 5));
  }

  @Test
  void add_backwards_isLeftOut() {
    SeekPoints points = new SeekPoints(1);
    points.add(10, 1);
    points.add(10, 2);
    points.add(5, 3);

    assertThat(points.kept()).containsExactly(new SeekPoint(10, 1));
  }
}
