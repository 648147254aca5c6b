package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clip of natural pictures in full HD with surround sound, from the shared media. */
@Tag("long")
class BigBuckBunnyMediaIT {
  @TempDir Path directory;

  @Test
  void transcode_fullHdWithSurroundSound_writesTheWholeLadderExactly() throws Exception {
    Path source =
        Path.of(System.getProperty("framemill.media"), "natural/bbb_1080p24_30s.mp4")
            .toAbsolutePath();

    FramemillProcess program = FramemillProcess.run(directory, "transcode", source.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    AdaptiveStream stream = AdaptiveStream.read(directory.resolve("out/bbb_1080p24_30s"));
    assertThatStream(stream)
        .hasLadder("1920x1080", "1280x720", "854x480", "640x360")
        .hasSoundTracks(1)
        .hasSegments(4, 4, 4, 4, 4, 4, 4, 2)
        .isWhole(720, 30.0, 24.0);
  }
}
