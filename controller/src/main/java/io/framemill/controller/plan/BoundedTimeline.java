package io.framemill.controller.plan;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.util.Locale;

/**
 * Makes time lines of what a source claims: one bad timestamp must not make a plan of a century.
 */
final class BoundedTimeline {
  /** Four and a half days of segments of 4 s. */
  static final int MAX_SEGMENTS = 100_000;

  private BoundedTimeline() {}

  /**
   * A time line.
   *
   * @throws UnplannableException if the times make no sense, or no programme that can be handled
   */
  static Timeline of(Rational timeBase, long originPts, long endPts, int segmentMillis) {
    try {
      Timeline timeline = new Timeline(timeBase, originPts, endPts, segmentMillis);
      if (timeline.segmentCount() <= MAX_SEGMENTS) {
        return timeline;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnplannableException("The source's times make no sense: " + e.getMessage());
    }
    double hours = (endPts - originPts) * timeBase.toDouble() / 3600;
    throw new UnplannableException(
        String.format(
            Locale.ROOT,
            "The source claims to last %.0f hours, more than %d segments; its timestamps are damaged.",
            hours,
            MAX_SEGMENTS));
  }
}
