package io.framemill.cli.e2e;

import io.framemill.testbroker.Directories;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class data archives of the program and of its slots, as the launcher {@code framemill} makes
 * them. Tests start hundreds of JVMs, and each takes a third less CPU time with an archive. There
 * is one pair for the whole test run; it is deleted with it.
 */
final class ProgramArchive {
  private static final Path ROOT = Path.of(System.getProperty("framemill.root"));
  private static final List<String> ARGUMENTS = make();

  private ProgramArchive() {}

  /** Arguments of a JVM that runs the program: class path and archives. */
  static List<String> jvmArguments() {
    return ARGUMENTS;
  }

  private static List<String> make() {
    try {
      Path directory = Files.createTempDirectory("framemill-archive-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Directories.delete(directory)));
      List<String> classPath = List.of("-cp", jars());
      Path program = directory.resolve("program.jsa");
      build(directory, program, classPath);
      List<String> arguments = new ArrayList<>();
      // As the launcher does: an archive that does not fit makes for no line on standard error.
      arguments.addAll(
          List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-Xlog:cds*=off:stderr"));
      arguments.add("-XX:SharedArchiveFile=" + program);
      arguments.add("-Dframemill.slot.archive=" + directory.resolve("slot.jsa"));
      arguments.addAll(classPath);
      return List.copyOf(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the archives. The launcher does without them if it must; here that is a failure. */
  private static void build(Path directory, Path program, List<String> classPath)
      throws IOException {
    List<String> command = new ArrayList<>(FramemillProcess.JAVA);
    command.addAll(List.of("-Xlog:disable", "-XX:ArchiveClassesAtExit=" + program));
    command.addAll(classPath);
    command.add("io.framemill.cli.ClassArchiveBuilder");
    command.add(Samples.SILENT.toString());
    command.add(directory.resolve("trial").toString());
    command.add(directory.toString());
    command.add(Samples.BUNNY.toString());
    Path log = directory.resolve("archives.log");
    Process builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      int code = builder.waitFor();
      if (code != 0 || !Files.exists(program)) {
        throw new IllegalStateException(
            "The builder of the archives ended with " + code + ":\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** What Maven made for people to run. The order matters: an archive is for one class path. */
  private static String jars() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("target/dist/lib"))) {
      return files.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
  }
}
