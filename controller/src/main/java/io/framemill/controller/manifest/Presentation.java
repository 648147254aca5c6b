package io.framemill.controller.manifest;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All renditions of a job, up to where they can be played now. All manifests are written from the
 * same presentation.
 *
 * @param videos with the same segment times; empty if there is no video
 * @param audios the default track first; empty if there is no sound
 * @param texts subtitles; empty if there are none
 * @param segmentMillis the planned length of a segment
 */
public record Presentation(
    List<Video> videos, List<Audio> audios, List<SubtitleTrack> texts, int segmentMillis) {
  private static final long MILLIS_PER_SECOND = 1000;

  public Presentation {
    videos = List.copyOf(videos);
    audios = List.copyOf(audios);
    texts = List.copyOf(texts);
  }

  /**
   * The target duration of all media playlists in seconds, at least 1: the longest segment of any
   * of them and the planned length, each rounded to the nearest whole number (RFC 8216, 4.3.3.1).
   * Players that switch expect one value in all playlists (6.2.4).
   *
   * <p>A playlist that grows must not change its target duration (6.2.1). It does not while
   * segments stay below the planned length plus half a second. A longer one, where a source has a
   * gap longer than a segment, is known only when it is encoded, and raises the value of all
   * playlists from then on. Too short a value would do more harm: players stall or refuse the
   * playlist. More results never lower the value.
   */
  public int targetDurationSeconds() {
    long longestMicros =
        LongStream.concat(
                Stream.concat(videos.stream().map(Video::track), audios.stream().map(Audio::track))
                    .mapToLong(RenditionTrack::longestMicros),
                texts.stream()
                    .map(SubtitleTrack::timeline)
                    .distinct()
                    .mapToLong(SubtitlePlaylist::longestMicros))
            .max()
            .orElse(0);
    long planned = Math.round(segmentMillis / (double) MILLIS_PER_SECOND);
    return Math.toIntExact(Math.max(planned, SegmentDurations.toNearestSecond(longestMicros)));
  }
}
