package io.framemill.bench.simulate;

import io.framemill.controller.plan.Planner;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import java.util.stream.LongStream;

/** Films that nobody shot, for workers that only pretend to read them. */
public final class SimulatedSource {
  private static final int TICKS_PER_SECOND = 12_800;
  private static final int FRAMES_PER_SECOND = 25;
  private static final int KEY_FRAME_SECONDS = 4;

  private SimulatedSource() {}

  /**
   * A silent film that is planned as that number of tasks, or more: as a few more if it is a long
   * one; if it has fewer segments than there are slots, as up to four for each segment.
   *
   * @param slots that it is planned for
   */
  public static MediaInfo ofTasks(int tasks, Profile profile, int slots) {
    Planner planner = new Planner(new JobId("film"), "film.mp4", "film");
    for (long seconds = (long) tasks * KEY_FRAME_SECONDS; ; ) {
      MediaInfo film = silent(seconds);
      int planned = planner.plan(film, profile, slots).tasks().size();
      if (planned >= tasks) {
        return film;
      }
      seconds = seconds * tasks / planned + KEY_FRAME_SECONDS;
    }
  }

  /** 1080 lines at 25 pictures per second, a key frame each 4 seconds, without sound. */
  public static MediaInfo silent(long seconds) {
    List<SeekPoint> keyFrames =
        LongStream.range(0, (seconds + KEY_FRAME_SECONDS - 1) / KEY_FRAME_SECONDS)
            .mapToObj(i -> new SeekPoint(i * KEY_FRAME_SECONDS * TICKS_PER_SECOND, -1))
            .toList();
    VideoStream video =
        new VideoStream(
            0,
            "h264",
            "High",
            Geometry.of(1920, 1080),
            "yuv420p",
            MediaInfo.Color.BT709,
            false,
            true,
            List.of(),
            new Rational(1, TICKS_PER_SECOND),
            new Rational(FRAMES_PER_SECOND, 1),
            0,
            seconds * TICKS_PER_SECOND,
            PictureCount.of(seconds * FRAMES_PER_SECOND),
            keyFrames);
    return new MediaInfo(
        "mov,mp4",
        new SourceStamp(1_000_000, 0),
        false,
        List.of(video),
        List.of(),
        List.of(),
        0,
        0,
        List.of());
  }
}
