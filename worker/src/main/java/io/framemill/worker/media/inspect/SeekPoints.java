package io.framemill.worker.media.inspect;

import io.framemill.protocol.media.SeekPoint;
import java.util.ArrayList;
import java.util.List;

/** Collects key frames, thinned so that the message for a film of many hours stays small. */
final class SeekPoints {
  private final long minDistance;
  private final List<SeekPoint> points = new ArrayList<>();

  /**
   * @param minDistance minimum distance of two kept key frames in ticks
   */
  SeekPoints(long minDistance) {
    this.minDistance = minDistance;
  }

  /**
   * Adds the next key frame in file order; one that is not later than the previous ones is ignored.
   */
  void add(long pts, long bytePosition) {
    if (points.isEmpty() || pts - points.get(points.size() - 1).pts() >= minDistance) {
      points.add(new SeekPoint(pts, bytePosition));
    }
  }

  /** The kept key frames, ascending by time. */
  List<SeekPoint> kept() {
    return List.copyOf(points);
  }
}
