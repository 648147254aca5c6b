package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.VideoRendition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code framemill inspect} and {@code framemill plan}: they look and write nothing. */
class InspectIT {
  @TempDir Path directory;

  @Test
  void inspect_json_isTheMediaInfo() throws Exception {
    MediaInfo media = json(run("inspect", "--json", Samples.BUNNY.toString()), MediaInfo.class);

    assertThat(media.video())
        .singleElement()
        .satisfies(
            stream -> {
              assertThat(stream.codec()).isEqualTo("h264");
              assertThat(stream.geometry().widthPixels()).isEqualTo(1280);
              assertThat(stream.pictures().total()).isEqualTo(240);
            });
    assertThat(media.audio()).hasSize(1);
  }

  @Test
  void inspect_forPeople_tellsEachStream() {
    assertThat(run("inspect", Samples.BUNNY.toString()).out())
        .contains("Video #0  h264", "1280x720", "24.000 fps", "240 frames", "Audio #1  aac");
  }

  @Test
  void inspect_notMedia_failsInOneLine() throws Exception {
    Path text = Files.writeString(directory.resolve("text.mp4"), "This is no video at all.\n");

    FramemillProcess program = FramemillProcess.run(directory, "inspect", text.toString());

    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err().lines()).singleElement().asString().contains("text.mp4");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void plan_json_coversTheWholeProgramme() throws Exception {
    Plan plan = json(run("plan", "--json", "--slots", "2", Samples.BUNNY.toString()), Plan.class);

    assertThat(plan.timeline().segmentCount()).isEqualTo(3);
    assertThat(plan.videoRenditions()).hasSize(3);
    for (VideoRendition rendition : plan.videoRenditions()) {
      assertThat(plan.tasks())
          .extracting(PlannedTask::task)
          .filteredOn(
              task -> task instanceof EncodeVideo video && video.renditions().contains(rendition))
          .extracting(task -> ((EncodeVideo) task).segmentCount())
          .satisfies(counts -> assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(3));
    }
  }

  @Test
  void plan_forPeople_writesNothing() throws Exception {
    assertThat(run("plan", Samples.SILENT.toString()).out()).contains("360p", "video-00001");
    assertThat(directory).isEmptyDirectory();
  }

  private FramemillProcess run(String... arguments) {
    FramemillProcess program = FramemillProcess.run(directory, arguments);
    assertThat(program.exitCode()).as("%s", program).isZero();
    return program;
  }

  private static <T> T json(FramemillProcess program, Class<T> type) throws Exception {
    return new MessageCodec().decode(program.out().getBytes(StandardCharsets.UTF_8), type);
  }
}
