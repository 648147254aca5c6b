package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files for download, made of the segments. */
class Mp4IT {
  private static final String PROFILE =
      """
      encodes:
        - height: 1080
          maxRateKbps: 3000
          preset: ultrafast
        - height: 180
          maxRateKbps: 300
          preset: ultrafast
      packaging:
        mp4: [1080, 180]
      """;

  @TempDir Path directory;

  @Test
  void transcode_profileWithFiles_makesThemOfTheSegments() throws Exception {
    Path profile = Files.writeString(directory.resolve("files.yaml"), PROFILE);

    FramemillProcess program =
        FramemillProcess.run(
            directory, "transcode", "-p", profile.toString(), Samples.BUNNY.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    Path output = directory.resolve("out/bbb_720p_10s");
    // The source has no 1080 lines: its file is the largest that there is, which is the other one.
    assertThat(output.resolve("mp4"))
        .isDirectoryContaining(path -> path.endsWith("bbb_720p_10s-180p.mp4"))
        .isDirectoryNotContaining(path -> !path.endsWith("bbb_720p_10s-180p.mp4"));
    DecodedMedia media = DecodedMedia.of(output.resolve("mp4/bbb_720p_10s-180p.mp4"));
    assertThat(media.complaints()).isEmpty();
    DecodedStream picture = media.video().get(0);
    assertThat(picture.widthPixels() + "x" + picture.heightPixels()).isEqualTo("320x180");
    assertThat(picture.framePts())
        .isEqualTo(LongStream.range(0, 240).mapToObj(n -> n * 512).toList());
    DecodedStream segments =
        DecodedMedia.of(output.resolve("audio/und-128k/playlist.m3u8")).audio().get(0);
    assertThat(media.audio().get(0).samples()).isEqualTo(segments.samples());
    assertThat(media.audio().get(0).packetPts().get(0)).isZero();
    JsonNode report = new ObjectMapper().readTree(output.resolve("job.json").toFile());
    assertThat(report.path("mp4Files"))
        .extracting(JsonNode::asText)
        .isEqualTo(List.of("bbb_720p_10s-180p.mp4"));
  }
}
