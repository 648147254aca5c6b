package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.worker.testmedia.MatroskaFile;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code framemill transcode}: a whole job on one machine. */
class TranscodeIT {
  @TempDir Path directory;

  @Test
  void transcode_pictureAndSound_writesTheWholeLadderExactly() throws Exception {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", Samples.BUNNY.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    AdaptiveStream stream = AdaptiveStream.read(directory.resolve("out/bbb_720p_10s"));
    assertThatStream(stream)
        .hasLadder("1280x720", "854x480", "640x360")
        .hasSoundTracks(1)
        .hasSegments(4, 4, 2)
        .isWhole(240, 10.0, 24.0);
  }

  @Test
  void transcode_noSound_writesPicturesOnly() throws Exception {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "-o", "here", Samples.SILENT.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    AdaptiveStream stream = AdaptiveStream.read(directory.resolve("here/testsrc_360p_8s"));
    assertThatStream(stream)
        .hasLadder("640x360")
        .hasSoundTracks(0)
        .hasSegments(4, 4)
        .isWhole(200, 8.0, 25.0);
  }

  @Test
  void transcode_severalFiles_writesEach() throws Exception {
    Path copy = Files.copy(Samples.SILENT, directory.resolve("with spaces & [brackets].mp4"));

    FramemillProcess program =
        FramemillProcess.run(
            directory, "transcode", "--slots", "1", Samples.SILENT.toString(), copy.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    for (String name : List.of("testsrc_360p_8s", "with spaces & [brackets]")) {
      assertThatStream(AdaptiveStream.read(directory.resolve("out").resolve(name)))
          .isWhole(200, 8.0, 25.0);
    }
  }

  @Test
  void transcode_matroskaWithLargeElements_isWholeAndNamesTheAttachedFiles() throws Exception {
    Path film =
        MatroskaFile.write(
            TestClip.at(directory.resolve("film.mkv")).frameRate(25, 1).frames(50),
            MatroskaFile.chapters(50_000, 40),
            MatroskaFile.tags(500, 2000),
            MatroskaFile.attachments(2, 30 << 20),
            MatroskaFile.voidOf(10 << 20));

    FramemillProcess program = FramemillProcess.run(directory, "transcode", film.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    Path output = directory.resolve("out/film");
    assertThatStream(AdaptiveStream.read(output)).hasSoundTracks(0).isWhole(50, 2.0, 25.0);
    assertThat(output.resolve("job.json")).content().contains("attachment");
  }

  @Test
  void transcode_aboveMaxCost_isRefusedAndWritesNothing() {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "--max-cost", "1", Samples.SILENT.toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
    assertThat(program.err()).contains("core-seconds, and the limit is 1 (--max-cost)");
    assertThat(directory.resolve("out/testsrc_360p_8s")).doesNotExist();
  }

  @Test
  void transcode_json_printsOneObjectPerLineAndNothingElse() throws Exception {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "--json", Samples.SILENT.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (String line : program.out().lines().toList()) {
      events.add(new ObjectMapper().readTree(line));
    }
    assertThat(events).extracting(event -> event.path("kind").asText()).contains("PLANNED", "DONE");
  }

  @Test
  void transcode_done_reportsWhatWasDone() throws Exception {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", Samples.SILENT.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    JsonNode report =
        new ObjectMapper().readTree(directory.resolve("out/testsrc_360p_8s/job.json").toFile());
    assertThat(report.path("source").asText()).isEqualTo("testsrc_360p_8s.mp4");
    assertThat(report.path("profile").path("name").asText()).isEqualTo("hls-h264");
    assertThat(report.path("tasks")).isNotEmpty();
    for (JsonNode task : report.path("tasks")) {
      assertThat(task.path("attempts").asInt()).isEqualTo(1);
      assertThat(task.path("worker").asText()).isNotEmpty();
    }
  }
}
