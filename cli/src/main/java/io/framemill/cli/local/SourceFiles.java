package io.framemill.cli.local;

import io.framemill.cli.console.Console;
import io.framemill.cli.console.NonUtf8Names;
import io.framemill.cli.console.UserException;
import io.framemill.controller.api.Submission;
import io.framemill.protocol.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a command is to read. */
public final class SourceFiles {
  private SourceFiles() {}

  /**
   * Looks at all files before anything is begun.
   *
   * @throws UserException with a line for each file that cannot be a source
   */
  public static void check(List<Path> files) {
    List<String> problems = new ArrayList<>();
    files.forEach(file -> problem(file).ifPresent(why -> problems.add(file + ": " + why)));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /** The file's name, for people. */
  static String name(Path file) {
    return String.valueOf(file.toAbsolutePath().normalize().getFileName());
  }

  /** The name of a job that reads the file: its own, with escapes for what is not printable. */
  public static String jobName(Path file) {
    String name = PrintableText.of(name(file));
    return name.substring(0, Math.min(name.length(), Submission.MAX_NAME_LENGTH));
  }

  /** Tells of each file whose job cannot have the file's own name. */
  public static void tellOfOtherNames(List<Path> files, Console console) {
    for (Path file : files) {
      if (!PrintableText.isPrintable(name(file))) {
        console.message(
            ("The name of %s has control characters; its job is called %s, and they become _ in the"
                    + " names of output")
                .formatted(file, jobName(file)));
      }
    }
  }

  private static Optional<String> problem(Path file) {
    if (!Files.exists(file)) {
      return Optional.of(NonUtf8Names.problem(file).orElse("no such file"));
    }
    if (Files.isDirectory(file)) {
      return Optional.of("is a directory, not a video");
    }
    if (!Files.isRegularFile(file)) {
      return Optional.of("is not a regular file");
    }
    if (!Files.isReadable(file)) {
      return Optional.of("cannot be read: permission denied");
    }
    return isEmpty(file) ? Optional.of("is empty") : Optional.empty();
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
