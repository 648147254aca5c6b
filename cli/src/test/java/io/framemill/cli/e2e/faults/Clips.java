package io.framemill.cli.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.e2e.FramemillProcess;
import io.framemill.controller.profile.Profiles;
import io.framemill.testbroker.Directories;
import io.framemill.worker.testmedia.CountedBeeps;
import io.framemill.worker.testmedia.CountedBeeps.Beep;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Small sources that take long to encode for their size, each with what comes of it when a program
 * of its own transcodes it undisturbed. They are made once for a whole test run.
 */
final class Clips {
  private static final String PROFILE =
      """
      encodes:
        - height: 90
          maxRateKbps: 300
          preset: veryslow
        - height: 54
          maxRateKbps: 150
          preset: veryslow
      audio:
        - bitrateKbps: 64
          channels: 1
      packaging:
        segmentSeconds: 0.5
      """;

  private static final int SECONDS = 20;

  private static final List<Clip> ALL = make();

  private Clips() {}

  static List<Clip> all() {
    return ALL;
  }

  private static List<Clip> make() {
    try {
      Path directory = Files.createTempDirectory("framemill-clips-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
      Path profile = Files.writeString(directory.resolve("slow.yaml"), PROFILE);
      return Stream.of(
              clip(directory.resolve("film.mp4")).bFrames().write(),
              clip(directory.resolve("stream.ts")).openGop().write())
          .map(source -> withUndisturbedOutput(source, profile))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestClip clip(Path file) {
    return TestClip.at(file)
        .size(160, 90)
        .frames(24 * SECONDS)
        .gop(24)
        .sound(SECONDS * 1000)
        .wave(SoundWave.COUNTED_BEEPS);
  }

  private static Clip withUndisturbedOutput(Path source, Path profile) {
    String name = String.valueOf(source.getFileName());
    Path output = source.resolveSibling("undisturbed-" + name);
    FramemillProcess program =
        FramemillProcess.start(
            source.resolveSibling("."),
            Map.of(),
            List.of(),
            List.of("transcode", name, "-o", output.toString(), "-p", profile.toString()));
    assertThat(program.exitCode()).as("%s", program).isZero();
    try {
      Output undisturbed = Output.read(output.resolve(name.substring(0, name.indexOf('.'))));
      assertThat(undisturbed.complaints()).isEmpty();
      assertThat(undisturbed.beeps().values())
          .allSatisfy(beeps -> assertThat(beeps).extracting(Beep::number).isEqualTo(allBeeps()));
      return new Clip(source, Profiles.load(profile.toString()), undisturbed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Integer> allBeeps() {
    return IntStream.range(0, (int) (SECONDS / CountedBeeps.INTERVAL_SECONDS)).boxed().toList();
  }
}
