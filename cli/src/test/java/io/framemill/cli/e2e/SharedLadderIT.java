package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks whose ladder several tasks share. */
class SharedLadderIT {
  private static final int FRAMES = 60;

  @TempDir Path directory;

  @Test
  void transcode_fewerSegmentsThanSlots_givesTheVeryFilesOfOneTask() throws Exception {
    Path source =
        TestClip.at(directory.resolve("clip.mp4"))
            .size(640, 360)
            .frames(FRAMES)
            .bFrames()
            .sound(2_500)
            .write();

    Path whole = transcode(source, 1);
    Path shared = transcode(source, 2);

    assertThat(videoTasks(whole)).containsExactly("video-00001");
    assertThat(videoTasks(shared)).containsExactlyInAnyOrder("video-00001-1", "video-00001-2");
    assertThatStream(AdaptiveStream.read(shared))
        .hasLadder("568x320", "426x240", "320x180")
        .hasSoundTracks(1)
        .hasSegments(2.5)
        .isWhole(FRAMES, 2.5, 24.0);
    assertThat(files(shared)).isEqualTo(files(whole));
  }

  private Path transcode(Path source, int slots) throws IOException {
    String slow =
        """
        encodes:
          - {codec: h264, height: 320, maxRateKbps: 800, preset: slower}
          - {codec: h264, height: 240, maxRateKbps: 400, preset: slower}
          - {codec: h264, height: 180, maxRateKbps: 300, preset: slower}
        thumbnails: {}
        packaging:
          segmentSeconds: 4
          mp4: [320]
        """;
    Path profile = Files.writeString(directory.resolve("slow.yaml"), slow);
    FramemillProcess program =
        FramemillProcess.run(
            directory,
            "transcode",
            "--slots",
            String.valueOf(slots),
            "-o",
            "on-" + slots,
            "-p",
            profile.toString(),
            source.toString());
    assertThat(program.exitCode()).as("%s", program).isZero();
    return directory.resolve("on-" + slots).resolve("clip");
  }

  private static List<String> videoTasks(Path output) throws IOException {
    return new ObjectMapper()
        .readTree(output.resolve("job.json").toFile()).findValuesAsText("task").stream()
            .filter(name -> name.startsWith("video-"))
            .distinct()
            .toList();
  }

  /** A hash of each file but the report, by path. */
  private static Map<String, Integer> files(Path output) throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(output)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.endsWith("job.json")) {
          files.put(output.relativize(path).toString(), Arrays.hashCode(Files.readAllBytes(path)));
        }
      }
    }
    return files;
  }
}
