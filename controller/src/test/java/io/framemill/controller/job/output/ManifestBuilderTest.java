package io.framemill.controller.job.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the manifests of a job say together. */
class ManifestBuilderTest {
  private static final Pattern TARGET = Pattern.compile("#EXT-X-TARGETDURATION:(\\d+)\n");
  private static final Profile PROFILE = Media.profile(720, 360);
  private static final int SEVEN_SECONDS_TICKS = 7 * 12_800;

  @Test
  void manifests_picturesFurtherApartThanASegment_haveOneTargetDuration() {
    Map<String, String> manifests = manifests(tasks(42, true));

    assertThat(targets(manifests))
        .containsOnlyKeys(
            "video/720p/playlist.m3u8",
            "video/360p/playlist.m3u8",
            "audio/eng-128k/playlist.m3u8",
            "subs/eng/playlist.m3u8",
            "subs/deu-forced/playlist.m3u8")
        .allSatisfy((path, target) -> assertThat(target).isEqualTo("7"));
    assertThat(manifests.get("manifest.mpd")).contains("minBufferTime=\"PT7S\"");
  }

  @Test
  void manifests_whileTheJobRuns_keepTheTargetDurationFromTheFirstChunkToTheEnd() {
    List<StoredTask> all = tasks(41, false);
    List<Map<String, String>> states = new ArrayList<>();
    for (int done = 1; done <= all.size(); done++) {
      List<StoredTask> tasks = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        StoredTask task = all.get(i);
        tasks.add(i < done ? task : StoredTask.planned(task.task(), i, 1, task.mediaMillis()));
      }
      states.add(targets(manifests(tasks)));
    }

    assertThat(states).last().extracting(Map::size).isEqualTo(5);
    assertThat(
            states.stream().flatMap(state -> state.values().stream()).collect(Collectors.toSet()))
        .isEqualTo(Set.of("4"));
  }

  private static Map<String, String> manifests(List<StoredTask> tasks) {
    return new ManifestBuilder(tasks, PROFILE.packaging()).manifests();
  }

  /** The target duration of each media playlist. */
  private static Map<String, String> targets(Map<String, String> manifests) {
    Map<String, String> targets = new HashMap<>();
    manifests.forEach(
        (path, text) -> {
          Matcher target = TARGET.matcher(text);
          if (target.find()) {
            targets.put(path, target.group(1));
          }
        });
    return targets;
  }

  /** All tasks of a film with sound and text, done. */
  private static List<StoredTask> tasks(int seconds, boolean isSlides) {
    MediaInfo film = Media.withText(Media.film(seconds, 1280, 720, 4));
    List<StoredTask> tasks = new ArrayList<>();
    new Planner(new JobId("film-0001"), "film.mp4", "film-0001/film")
        .plan(film, PROFILE, 1)
        .tasks()
        .forEach(
            planned ->
                tasks.add(
                    StoredTask.planned(planned.task(), tasks.size(), 1, planned.mediaMillis())
                        .done("w", 0, result(planned.task(), isSlides))));
    return tasks;
  }

  private static TaskResult result(Task task, boolean isSlides) {
    if (task instanceof EncodeVideo video) {
      return isSlides ? slides(video) : Encoded.perfect(video);
    }
    return task instanceof Task.EncodeAudio audio
        ? Encoded.perfect(audio)
        : Encoded.perfect((Task.ExtractSubtitles) task);
  }

  /** A picture each seven seconds: segments without one are absent. */
  private static TaskResult.VideoEncoded slides(EncodeVideo task) {
    List<EncodedSegment> segments = new ArrayList<>();
    for (EncodedSegment segment : Encoded.segments(task)) {
      int picture =
          Math.floorDiv((int) segment.startPts() + SEVEN_SECONDS_TICKS - 1, SEVEN_SECONDS_TICKS);
      int start = picture * SEVEN_SECONDS_TICKS;
      if (start < segment.endPts()) {
        segments.add(
            new EncodedSegment(segment.number(), 9_000, 1, start, start + SEVEN_SECONDS_TICKS));
      }
    }
    return new TaskResult.VideoEncoded(
        FrameCount.of(segments.size()),
        task.renditions().stream()
            .map(r -> Encoded.rendition(r.name(), task.timeline().timeBase(), segments))
            .toList());
  }
}
