package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts sources through one run of the program, each at its own height, and says whether what became
 * of each is right.
 */
final class WildRun {
  /** Higher than all sources, so that there is one rung: the source's height. */
  private static final String PROFILE =
      """
      encodes:
        - {height: 2160, maxRateKbps: 4000, crf: 18, preset: ultrafast}
      packaging:
        segmentSeconds: %s
      """;

  private final Path directory;
  private final FramemillProcess program;

  private WildRun(Path directory, FramemillProcess program) {
    this.directory = directory;
    this.program = program;
  }

  /**
   * Transcodes.
   *
   * @param directory an empty one, to work in
   * @param options of the command, such as {@code --slots}
   */
  static WildRun of(List<WildRow> rows, Path directory, int segmentSeconds, String... options)
      throws IOException {
    Path profile =
        Files.writeString(directory.resolve("one.yaml"), PROFILE.formatted(segmentSeconds));
    Stream<String> command = Stream.of("transcode", "-p", profile.toString());
    Stream<String> files = rows.stream().map(row -> row.source().toString());
    FramemillProcess program =
        FramemillProcess.run(
            directory,
            Stream.of(command, Stream.of(options), Stream.of("--"), files)
                .flatMap(part -> part)
                .toArray(String[]::new));
    return new WildRun(directory, program);
  }

  /** Asserts that the right thing became of a source. */
  void check(WildRow row) throws IOException {
    List<String> story = story(row.outputName());
    assertThat(story).as("%s", program).isNotEmpty();
    WildOutput output = new WildOutput(directory.resolve("out").resolve(row.outputName()), story);
    for (OutputCheck check : row.checks()) {
      check.check(output);
    }
  }

  /** What the program printed about a job, which is called after its source. */
  private List<String> story(String name) {
    Pattern prefix = Pattern.compile("^\\S+ " + Pattern.quote(name) + "-\\w{6} ");
    return program
        .err()
        .lines()
        .filter(line -> prefix.matcher(line).find())
        .map(line -> prefix.matcher(line).replaceFirst(""))
        .toList();
  }
}
