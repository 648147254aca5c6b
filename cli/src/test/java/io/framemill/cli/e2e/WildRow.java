package io.framemill.cli.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * A source and what is right of its output.
 *
 * @param source the file
 * @param checks each has to hold
 */
record WildRow(Path source, List<OutputCheck> checks) {
  WildRow {
    checks = List.copyOf(checks);
  }

  static WildRow of(Path source, OutputCheck... checks) {
    return new WildRow(source, List.of(checks));
  }

  /** The directory of its output: the file's name without its extension. */
  String outputName() {
    String name = source.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** For the name of the test. */
  @Override
  public String toString() {
    return source.getFileName().toString();
  }
}
