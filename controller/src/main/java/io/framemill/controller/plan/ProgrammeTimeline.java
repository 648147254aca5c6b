package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.Profile;
import java.math.RoundingMode;
import java.util.Collection;

/** Computes where the programme of a source starts and ends. */
final class ProgrammeTimeline {
  private ProgrammeTimeline() {}

  /**
   * From the first picture to the end of the last one, or of the sound if that is longer and the
   * profile keeps it; in ticks of the video stream.
   *
   * @param tracks the tracks that are encoded; may be empty
   */
  static Timeline of(VideoStream video, Collection<AudioStream> tracks, Profile profile) {
    long end = video.endPts();
    if (profile.end() == Profile.End.LONGEST) {
      end = Math.max(end, endOf(tracks, video.timeBase()));
    }
    int segmentMillis = profile.packaging().segmentMillis();
    return BoundedTimeline.of(video.timeBase(), video.startPts(), end, segmentMillis);
  }

  /**
   * The part of a programme that has source pictures; all of it at a constant frame rate, where the
   * last picture is repeated at that rate.
   */
  static OutputTimes moving(OutputTimes times, VideoStream video) {
    Timeline whole = times.source();
    return times.frameRate() != null || whole.endPts() <= video.endPts()
        ? times
        : new OutputTimes(
            new Timeline(
                whole.timeBase(), whole.originPts(), video.endPts(), whole.segmentMillis()),
            null);
  }

  /**
   * From the first sample of any track to the end of the last one, in ticks of the first track.
   *
   * @param tracks the tracks that are encoded, the default one first; at least one
   */
  static Timeline of(Collection<AudioStream> tracks, int segmentMillis) {
    Rational timeBase = tracks.iterator().next().timeBase();
    long origin =
        tracks.stream()
            .mapToLong(
                track -> track.timeBase().rescale(track.startPts(), timeBase, RoundingMode.FLOOR))
            .min()
            .orElseThrow();
    return BoundedTimeline.of(timeBase, origin, endOf(tracks, timeBase), segmentMillis);
  }

  /** The end of the last track; the lowest value if there is none. */
  private static long endOf(Collection<AudioStream> tracks, Rational timeBase) {
    return tracks.stream()
        .mapToLong(
            track -> track.timeBase().rescale(track.endPts(), timeBase, RoundingMode.CEILING))
        .max()
        .orElse(Long.MIN_VALUE);
  }
}
