package io.framemill.controller.plan;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import java.util.Locale;

/**
 * Builds timelines from a source's timestamps within bounds: one bad timestamp must not lead to a
 * plan of a century.
 */
final class BoundedTimeline {
  /** Four and a half days in segments of 4 s. */
  static final int MAX_SEGMENTS = 100_000;

  private BoundedTimeline() {}

  /**
   * Builds a timeline.
   *
   * @throws UnplannableException if the times are invalid, or the programme is too long
   */
  static Timeline of(Rational timeBase, long originPts, long endPts, int segmentMillis) {
    try {
      Timeline timeline = new Timeline(timeBase, originPts, endPts, segmentMillis);
      if (timeline.segmentCount() <= MAX_SEGMENTS) {
        return timeline;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnplannableException("The source's timestamps are invalid: " + e.getMessage());
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
