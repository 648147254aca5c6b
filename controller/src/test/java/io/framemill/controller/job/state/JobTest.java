package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final JobId ID = new JobId("film");

  private final Job job = new Job(row(), List.of(), 0);

  @Test
  void around_chunk_isItsPartsAndTheChunksBesideIt() {
    add("video-00005", 5);
    add("video-00003-1", 3);
    add("video-00001", 1);
    add("video-00003-2", 3);
    add("video-00004", 4);

    assertThat(around(3))
        .containsExactly("video-00001", "video-00003-1", "video-00003-2", "video-00004");
    assertThat(around(4))
        .containsExactly("video-00003-1", "video-00003-2", "video-00004", "video-00005");
    assertThat(around(1)).containsExactly("video-00001", "video-00003-1", "video-00003-2");
    assertThat(around(5)).containsExactly("video-00004", "video-00005");
  }

  @Test
  void around_tasksThatCameLater_areAmongThem() {
    add("video-00001", 1);
    assertThat(around(1)).containsExactly("video-00001");
    add("video-00002", 2);
    assertThat(around(1)).containsExactly("video-00001", "video-00002");
  }

  private List<String> around(int firstSegment) {
    return job.around(chunk("any", firstSegment)).stream().map(StoredTask::name).toList();
  }

  private void add(String name, int firstSegment) {
    job.put(StoredTask.planned(chunk(name, firstSegment), job.tasks().size(), 1, 4_000));
  }

  private static EncodeVideo chunk(String name, int firstSegment) {
    return new EncodeVideo(
        new Attempt(ID, name, 1),
        "film",
        "film",
        new EncodeVideo.Source(0, Geometry.of(640, 360), MediaInfo.Color.BT709, false),
        new Timeline(Media.TIME_BASE, 0, 24L * Media.TIME_BASE.denominator(), 4_000),
        null,
        new EncodeVideo.Chunk(firstSegment, 1, false, List.of()),
        new EncodeVideo.Ladder(List.of(new VideoRendition("360p", 640, 360, Media.encode(360)))));
  }

  private static StoredJob row() {
    return new StoredJob(
        ID,
        "film",
        "film",
        "film",
        Media.profile(360),
        50,
        JobState.RUNNING,
        null,
        1,
        null,
        1,
        null,
        null);
  }
}
