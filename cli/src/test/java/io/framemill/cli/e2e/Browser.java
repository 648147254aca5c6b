package io.framemill.cli.e2e;

import io.framemill.testbroker.EndOfProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A headless browser with one page open and a profile of its own. */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  /** Headless, without asking the user for anything, and without calls to its maker's servers. */
  private static final List<String> OPTIONS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--autoplay-policy=no-user-gesture-required");

  private final Process process;

  private Browser(Process process) {
    this.process = process;
  }

  /** The program of an installed browser. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens a page.
   *
   * @param directory an empty directory for its profile and its log
   */
  static Browser open(URI page, Path directory) throws IOException {
    List<String> command =
        Stream.of(
                Stream.of(installed().orElseThrow().toString()),
                OPTIONS.stream(),
                Stream.of("--user-data-dir=" + directory.resolve("profile"), page.toString()))
            .flatMap(part -> part)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new Browser(
        builder.redirectOutput(Redirect.to(directory.resolve("browser.log").toFile())).start());
  }

  /** Ends it with all its processes, and waits for that: they write into its directory. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(EndOfProcess::await);
  }
}
