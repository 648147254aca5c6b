package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.OutputCheck.beeps;
import static io.framemill.cli.e2e.OutputCheck.characteristic;
import static io.framemill.cli.e2e.OutputCheck.frames;
import static io.framemill.cli.e2e.OutputCheck.heldPicture;
import static io.framemill.cli.e2e.OutputCheck.noCombing;
import static io.framemill.cli.e2e.OutputCheck.noDamage;
import static io.framemill.cli.e2e.OutputCheck.oneTargetDuration;
import static io.framemill.cli.e2e.OutputCheck.pictureSeconds;
import static io.framemill.cli.e2e.OutputCheck.silence;
import static io.framemill.cli.e2e.OutputCheck.size;
import static io.framemill.cli.e2e.OutputCheck.soundSeconds;
import static io.framemill.cli.e2e.OutputCheck.soundTracks;
import static io.framemill.cli.e2e.OutputCheck.square;
import static io.framemill.cli.e2e.OutputCheck.warns;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.TestTimeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of the kinds that people report, from the shared media, held to what its README says. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WildMediaIT {
  private static final Path FILES =
      Path.of(System.getProperty("framemill.media"), "wild").toAbsolutePath().normalize();
  private static final WildRow CAVS = row("cavs-program-stream.mpg", frames(169));

  @TempDir private static Path directory;
  private WildRun run;

  static List<WildRow> rows() {
    return List.of(
        row(
            "one-picture-long-sound.mp4",
            noDamage(),
            heldPicture(1, 150),
            soundSeconds(150),
            beeps(0, 150)),
        row("late-sound.mpg", noDamage(), frames(1125), beeps(20, 30), silence(0, 19.9)),
        row("pid-change.ts", noDamage(), frames(800), beeps(0, 16), beeps(17, 32)),
        row("two-programmes.ts", noDamage(), size(320, 180), soundTracks(1), beeps(0, 10)),
        row("pixel-crop.mkv", noDamage(), size(240, 140)),
        row("aspect-change.ts", size(1024, 576), square()),
        row("interlaced-later.ts", noCombing()),
        row("chained.ogg", noDamage(), soundSeconds(22)),
        row("cut-sound.m4a", soundSeconds(23), warns("cut short")),
        row(
            "audio-description-first.ts",
            noDamage(),
            soundTracks(2),
            beeps(0, 10),
            characteristic("public.accessibility.describes-video")),
        row("slides.mp4", noDamage(), frames(6)),
        row("telecine.m2v", noDamage(), pictureSeconds(10)),
        row("motion-photo.mp4", noDamage(), size(640, 360), frames(50)),
        CAVS);
  }

  private static WildRow row(String file, OutputCheck... checks) {
    return new WildRow(
        FILES.resolve(file),
        Stream.concat(Stream.of(checks), Stream.of(oneTargetDuration())).toList());
  }

  @BeforeAll
  void transcode() throws IOException {
    run = WildRun.of(rows(), directory, 4);
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Timeout(TestTimeouts.LIMIT_SECONDS)
  void transcode_wildFile_losesNothingWithoutAWord(WildRow row) throws IOException {
    run.check(row);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "1, 8", "2, 2"})
  void transcode_decoderThatRecoversLate_givesAllPicturesHoweverItIsCut(
      int segmentSeconds, String slots, @TempDir Path work) throws IOException {
    WildRun.of(List.of(CAVS), work, segmentSeconds, "--slots", slots).check(CAVS);
  }

  @Test
  void rows_files_areAllOfTheDirectory() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.filter(file -> !file.endsWith("README.md")))
          .containsExactlyInAnyOrderElementsOf(rows().stream().map(WildRow::source).toList());
    }
  }
}
