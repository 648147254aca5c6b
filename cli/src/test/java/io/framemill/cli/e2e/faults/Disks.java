package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a site writes to, each of which can be full: storage, workers' disk, controller's state. */
final class Disks implements AutoCloseable {
  private final Path temporary;
  private final FullDisk storage;
  private final FullDisk workers;
  private final FullDisk state;

  /**
   * Makes the directories.
   *
   * @param mounts whether file systems of their own are tried
   */
  Disks(Path directory, Path output, Site site, boolean mounts) throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
    Path states = Files.createDirectory(directory.resolve("state"));
    Files.createDirectory(output);
    storage = FullDisk.of(output, site::slots, mounts);
    workers = FullDisk.of(temporary, () -> handles(site.workers()), mounts);
    state = FullDisk.of(states, () -> handles(List.of(site.controller())), mounts);
  }

  /** The workers' directory for temporary files. */
  Path temporary() {
    return temporary;
  }

  /** Holds the output of all jobs. */
  FullDisk storage() {
    return storage;
  }

  /** Holds the workers' temporary files. */
  FullDisk workers() {
    return workers;
  }

  /** Holds the controller's store. */
  FullDisk state() {
    return state;
  }

  @Override
  public void close() throws IOException {
    storage.close();
    workers.close();
    state.close();
  }

  private static List<ProcessHandle> handles(List<Supervised> programs) {
    return programs.stream().map(program -> program.process().handle()).toList();
  }
}
