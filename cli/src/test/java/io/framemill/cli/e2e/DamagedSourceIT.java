package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets of a film with scratches, all over and so at seams, too. */
class DamagedSourceIT {
  private static final int SCRATCH_EVERY_BYTES = 20_000;
  private static final int SCRATCH_BYTES = 60;

  @TempDir Path directory;
  private Path source;

  @BeforeEach
  void scratch() throws IOException {
    byte[] bytes = Files.readAllBytes(Samples.BUNNY);
    int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 60_000;
    for (int at = start; at + 100_000 < bytes.length; at += SCRATCH_EVERY_BYTES) {
      for (int i = at; i < at + SCRATCH_BYTES; i++) {
        bytes[i] ^= 0x5a;
      }
    }
    source = Files.write(directory.resolve("scratched.mp4"), bytes);
  }

  @Test
  void transcode_damagedSource_comesOutWithAWarning() {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "-p", profile(""), source.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    assertThat(program.err()).contains("The source is damaged: ").contains("Done: ");
    assertThat(directory.resolve("out/scratched/master.m3u8")).exists();
  }

  @Test
  void transcode_damagedSourceAndStrictProfile_failsWithOneLine() {
    FramemillProcess program =
        FramemillProcess.run(
            directory, "transcode", "-q", "-p", profile("strict: true\n"), source.toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
    assertThat(program.err().lines())
        .singleElement()
        .asString()
        .contains("scratched.mp4", "damaged", "strict");
    assertThat(directory.resolve("out/scratched")).doesNotExist();
  }

  private String profile(String more) {
    String text =
        """
        encodes:
          - height: 360
            maxRateKbps: 800
            preset: ultrafast
        packaging:
          segmentSeconds: 1
        """;
    try {
      return Files.writeString(directory.resolve("small.yaml"), text + more).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
