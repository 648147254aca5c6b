package io.framemill.controller.plan;

import io.framemill.protocol.MediaInfo.AudioStream;
import io.framemill.protocol.Rational;
import io.framemill.protocol.Timeline;
import java.math.RoundingMode;
import java.util.Collection;

/** Makes the time line of a source that has no picture. */
final class SoundTimeline {
  private SoundTimeline() {}

  /**
   * From the first sample of any track to the end of the last one, in ticks of the first track.
   *
   * @param tracks the tracks that are encoded, the default one first; at least one
   */
  static Timeline of(Collection<AudioStream> tracks, int segmentMillis) {
    Rational timeBase = tracks.iterator().next().timeBase();
    long origin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (AudioStream track : tracks) {
      origin =
          Math.min(
              origin, track.timeBase().rescale(track.startPts(), timeBase, RoundingMode.FLOOR));
      end = Math.max(end, track.timeBase().rescale(track.endPts(), timeBase, RoundingMode.CEILING));
    }
    return new Timeline(timeBase, origin, end, segmentMillis);
  }
}
