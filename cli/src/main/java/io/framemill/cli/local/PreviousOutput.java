package io.framemill.cli.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.framemill.cli.console.UserException;
import io.framemill.controller.job.output.JobReport;
import io.framemill.protocol.rendition.OutputLayout;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What already lies where new output goes, and is deleted for it. */
public final class PreviousOutput {
  private static final String VERSION_FIELD = "version";

  /** Together no other program's {@code job.json} has these. */
  private static final List<String> FIELDS = List.of("job", "profile", "tasks");

  private PreviousOutput() {}

  /**
   * Makes sure that what the new output would replace is older output, and none of the sources.
   *
   * @param directory where the output goes
   * @param names of the new output's directories in it
   * @throws UserException with a line for each directory that holds something else, or output of a
   *     newer release
   */
  public static void requireReplaceable(Path directory, List<String> names, List<Path> sources) {
    List<String> problems = new ArrayList<>();
    for (Path path : names.stream().map(directory::resolve).toList()) {
      int version = version(path.resolve(OutputLayout.JOB_REPORT));
      if (isForeign(path)) {
        problems.add(
            ("%s: exists and was not written by Framemill (no %s of a job in it); move it or choose"
                    + " another directory with -o DIR")
                .formatted(path, OutputLayout.JOB_REPORT));
      } else if (version > JobReport.VERSION) {
        problems.add(
            ("%s: was written by a newer Framemill (%s of version %s; this is version %s); move it"
                    + " or choose another directory with -o DIR")
                .formatted(path, OutputLayout.JOB_REPORT, version, JobReport.VERSION));
      } else {
        sources.stream()
            .filter(source -> holds(path, source))
            .forEach(
                source ->
                    problems.add(
                        ("%s: is in %s, which the new output would replace; choose another"
                                + " directory with -o DIR")
                            .formatted(source, path)));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static boolean isForeign(Path path) {
    return Files.exists(path) && !isEmpty(path) && !isReport(path.resolve(OutputLayout.JOB_REPORT));
  }

  private static boolean isEmpty(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (DirectoryStream<Path> content = Files.newDirectoryStream(path)) {
      return !content.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isReport(Path file) {
    JsonNode report = read(file);
    return FIELDS.stream().allMatch(report::has);
  }

  /** Of a report; 0 if it has none, as the first ones. */
  private static int version(Path file) {
    return read(file).path(VERSION_FIELD).asInt(0);
  }

  /** What a JSON file says; a missing node if it is none. */
  private static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      return MissingNode.getInstance();
    }
    try {
      return JsonMapper.builder().build().readTree(file.toFile());
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** Whether a file, or the link that was given for it, is below a directory. */
  private static boolean holds(Path directory, Path file) {
    if (!Files.exists(directory)) {
      return false;
    }
    try {
      Path real = directory.toRealPath();
      Path parent = file.toAbsolutePath().resolveSibling("").toRealPath();
      return file.toRealPath().startsWith(real) || parent.startsWith(real);
    } catch (IOException e) {
      throw new UserException(file + ": not found in " + directory + " (" + e + ")", e);
    }
  }
}
