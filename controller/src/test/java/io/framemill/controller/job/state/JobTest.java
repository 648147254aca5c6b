package io.framemill.controller.job.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.TaskBuilder;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final JobId ID = new JobId("film");

  private final Job job = new Job(JobBuilder.aJob(ID.value()).running().build(), List.of(), 0);

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
    return TaskBuilder.chunk(ID, name, firstSegment);
  }
}
