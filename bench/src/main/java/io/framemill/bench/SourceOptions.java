package io.framemill.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is transcoded, and into what. */
final class SourceOptions {
  @Parameters(paramLabel = "FILE", description = "The source.")
  Path file = Path.of("");

  @Option(
      names = {"-p", "--profile"},
      defaultValue = "hls-h264",
      description = "Built-in profile or file. Default: ${DEFAULT-VALUE}.")
  String profile = "";
}
