package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.testbroker.TestTimeouts;
import io.framemill.worker.testmedia.ClipText;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output in a browser, played to its end by hls.js, and by Video.js from the DASH manifest. */
@RequiresBrowser
class PlaybackIT {
  private static final long PATIENCE_SECONDS = 2 * TestTimeouts.LIMIT_SECONDS;

  /** The first picture is shown two frames after the start, so that others can be reordered. */
  private static final double REORDER_SECONDS = 0.12;

  @TempDir Path directory;

  @Test
  void play_pictureAndSound_reachesTheEndWithoutAnError() throws Exception {
    JsonNode seen = play("hls", Samples.BUNNY, "bbb_720p_10s");

    playedToTheEnd(seen, 10.0, 240);
    assertThat(seen.path("levels").asInt()).isEqualTo(3);
    assertThat(seen.path("soundBytes").asLong()).as("sound was decoded").isPositive();
  }

  /** Not HEVC: browsers play that on some machines only. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"hls-av1", "hls-vp9"})
  void play_otherCodec_reachesTheEndWithoutAnError(String profile) throws Exception {
    JsonNode seen = play("hls", clip(), "clip", "-p", profile);

    playedToTheEnd(seen, 5.0, 120);
    assertThat(seen.path("sizes")).extracting(JsonNode::asText).containsExactly("640x360");
    assertThat(seen.path("soundBytes").asLong()).as("sound was decoded").isPositive();
  }

  /** Video.js plays no other codec from DASH. */
  @Test
  void play_dash_showsEveryPictureWithoutAnError() throws Exception {
    JsonNode seen = play("dash", clip(), "clip");

    playedToTheEnd(seen, 5.0, 120);
    assertThat(seen.path("frames").asInt()).as("%s", seen).isGreaterThanOrEqualTo(120);
    assertThat(seen.path("sizes")).extracting(JsonNode::asText).containsExactly("640x360");
    assertThat(seen.path("soundBytes").asLong()).as("sound was decoded").isPositive();
  }

  private Path clip() {
    return TestClip.at(directory.resolve("clip.mp4"))
        .size(640, 360)
        .frames(120)
        .bFrames()
        .sound(5_000)
        .write();
  }

  @Test
  void play_noSound_reachesTheEndWithoutAnError() throws Exception {
    JsonNode seen = play("hls", Samples.SILENT, "testsrc_360p_8s");

    playedToTheEnd(seen, 8.0, 200);
    assertThat(seen.path("sizes")).extracting(JsonNode::asText).containsExactly("640x360");
  }

  @Test
  void play_soundOnly_reachesTheEndWithoutAnError() throws Exception {
    Path song = TestClip.at(directory.resolve("song.mp4")).noPicture().sound(9_000).write();

    JsonNode seen = play("hls", song, "song");

    endedAt(seen, 9.0);
    assertThat(seen.path("soundBytes").asLong()).as("sound was decoded").isPositive();
  }

  @Test
  void play_subtitles_showsEachAtItsTime() throws Exception {
    Path clip =
        TestClip.at(directory.resolve("talk.mkv"))
            .size(64, 36)
            .frames(66 * 24)
            .text(
                ClipText.srt()
                    .language("eng")
                    .title("Full text")
                    .disposition(1)
                    .show(1_000, 3_000, "<i>Early</i> & first")
                    .show(57_000, 5_000, "over the seam of two segments")
                    .show(61_000, 4_000, "in the second segment"))
            .write();

    JsonNode seen = play("hls#8", clip, "talk");

    endedAt(seen, 66);
    showed(seen, "<i>Early</i> &amp; first", 1, 4);
    showed(seen, "over the seam of two segments", 57, 62);
    showed(seen, "in the second segment", 61, 65);
  }

  /** Each time that the text was seen, at its time; hls.js puts cues where it puts the pictures. */
  private static void showed(JsonNode seen, String text, double start, double end) {
    List<JsonNode> cues = new ArrayList<>();
    seen.path("cues").forEach(cue -> cues.add(cue));
    assertThat(cues)
        .as("%s", seen)
        .filteredOn(cue -> cue.path("text").asText().equals(text))
        .isNotEmpty()
        .allSatisfy(
            cue -> {
              assertThat(cue.path("start").asDouble()).isCloseTo(start, within(REORDER_SECONDS));
              assertThat(cue.path("end").asDouble()).isCloseTo(end, within(REORDER_SECONDS));
              assertThat(cue.path("seen").asDouble()).isBetween(start, end + 1);
              assertThat(cue.path("label").asText()).isEqualTo("Full text");
              assertThat(cue.path("language").asText()).isEqualTo("en");
            });
  }

  /**
   * Makes a stream and plays it.
   *
   * @param page as {@link PlaybackServer#page} takes it
   */
  private JsonNode play(String page, Path source, String name, String... options) throws Exception {
    String[] arguments =
        Stream.of(Stream.of("transcode"), Stream.of(options), Stream.of(source.toString()))
            .flatMap(words -> words)
            .toArray(String[]::new);
    FramemillProcess program = FramemillProcess.run(directory, arguments);
    assertThat(program.exitCode()).as("%s", program).isZero();
    Path profile = Files.createDirectory(directory.resolve("browser"));
    try (PlaybackServer server = PlaybackServer.start(directory.resolve("out").resolve(name));
        Browser browser = Browser.open(server.page(page), profile)) {
      String report = server.report().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new ObjectMapper().readTree(report);
    }
  }

  private static void endedAt(JsonNode seen, double seconds) {
    assertThat(seen.path("errors")).as("%s", seen).isEmpty();
    assertThat(seen.path("ended").asBoolean()).as("%s", seen).isTrue();
    assertThat(seen.path("duration").asDouble()).isCloseTo(seconds, within(REORDER_SECONDS));
    assertThat(seen.path("currentTime").asDouble()).isCloseTo(seconds, within(REORDER_SECONDS));
  }

  private static void playedToTheEnd(JsonNode seen, double seconds, int frames) {
    endedAt(seen, seconds);
    // A change of rendition restarts the decoder, which sees the pictures around it twice.
    assertThat(seen.path("frames").asInt())
        .as("%s", seen)
        .isPositive()
        .isLessThanOrEqualTo(frames + frames / 10);
    assertThat(seen.path("sizes")).isNotEmpty();
  }
}
