package io.framemill.controller.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output in a browser, played by hls.js to its end. */
@RequiresBrowser
class PlaybackIT {
  private static final long PATIENCE_SECONDS = 120;

  /** The first picture is shown two frames after the start, so that others can be reordered. */
  private static final double REORDER_SECONDS = 0.12;

  @TempDir Path directory;

  @Test
  void play_pictureAndSound_reachesTheEndWithoutAnError() throws Exception {
    JsonNode seen = play(Samples.BUNNY, "bbb_720p_10s");

    playedToTheEnd(seen, 10.0, 240);
    assertThat(seen.path("levels").asInt()).isEqualTo(3);
    assertThat(seen.path("soundBytes").asLong()).as("sound was decoded").isPositive();
  }

  @Test
  void play_noSound_reachesTheEndWithoutAnError() throws Exception {
    JsonNode seen = play(Samples.SILENT, "testsrc_360p_8s");

    playedToTheEnd(seen, 8.0, 200);
    assertThat(seen.path("sizes")).extracting(JsonNode::asText).containsExactly("640x360");
  }

  private JsonNode play(Path source, String name) throws Exception {
    FramemillProcess program = FramemillProcess.run(directory, "transcode", source.toString());
    assertThat(program.exitCode()).as("%s", program).isZero();
    Path profile = Files.createDirectory(directory.resolve("browser"));
    try (PlaybackServer server = PlaybackServer.start(directory.resolve("out").resolve(name));
        Browser browser = Browser.open(server.page(), profile)) {
      String report = server.report().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new ObjectMapper().readTree(report);
    }
  }

  private static void playedToTheEnd(JsonNode seen, double seconds, int frames) {
    assertThat(seen.path("errors")).as("%s", seen).isEmpty();
    assertThat(seen.path("ended").asBoolean()).as("%s", seen).isTrue();
    assertThat(seen.path("duration").asDouble()).isCloseTo(seconds, within(REORDER_SECONDS));
    assertThat(seen.path("currentTime").asDouble()).isCloseTo(seconds, within(REORDER_SECONDS));
    assertThat(seen.path("frames").asInt()).as("%s", seen).isPositive().isLessThanOrEqualTo(frames);
    assertThat(seen.path("sizes")).isNotEmpty();
  }
}
