package io.framemill.worker.media.inspect;

import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;

/** Gathers key frames, thinned so that a film of many hours stays a small message. */
final class SeekPoints {
  private final long minDistance;
  private final List<SeekPoint> points = new ArrayList<>();

  /**
   * @param minDistance ticks between two that are kept, at least
   */
  SeekPoints(long minDistance) {
    this.minDistance = minDistance;
  }

  /**
   * Takes the next key frame in file order; one that is not later than those before is left out.
   */
  void add(long pts, long bytePosition) {
    if (points.isEmpty() || pts - points.get(points.size() - 1).pts() >= minDistance) {
      points.add(new SeekPoint(pts, bytePosition));
    }
  }

  /** Those kept, ascending by time. */
  List<SeekPoint> kept() {
    return List.copyOf(points);
  }
}
