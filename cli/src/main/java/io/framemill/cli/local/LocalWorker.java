package io.framemill.cli.local;

import io.framemill.cli.console.UserException;
import io.framemill.protocol.Release;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.storage.Storage;
import io.framemill.worker.process.SlotLimits;
import io.framemill.worker.task.Supervisor;
import io.framemill.worker.task.SupervisorConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A worker in this process, with the broker that joins it to whoever has work for it. Its slots
 * start in the background, so whoever opens it early has other things to do meanwhile.
 */
public final class LocalWorker implements AutoCloseable {
  private final Broker broker = new InMemoryBroker();
  private final Path root;
  private final Storage storage;
  private final Supervisor supervisor;

  private LocalWorker(Path root, Path output, int slots, SlotLimits limits) {
    this.root = root;
    this.storage = new SharedDirectory(root, output);
    this.supervisor =
        Supervisor.start(
            broker,
            storage,
            SupervisorConfig.ofThisProcess(slots, Release.version()).withLimits(limits));
  }

  /**
   * Starts a worker that reads any file of this machine.
   *
   * @param files those that it is going to read, at least one
   * @param output root of what it writes
   * @param limits of each slot
   */
  public static LocalWorker start(List<Path> files, Path output, int slots, SlotLimits limits) {
    Path root = absolute(files.get(0)).getRoot();
    for (Path file : files) {
      if (!root.equals(absolute(file).getRoot())) {
        throw new UserException(file + ": is on another drive than " + files.get(0));
      }
    }
    return new LocalWorker(root, output, slots, limits);
  }

  public Broker broker() {
    return broker;
  }

  public Storage storage() {
    return storage;
  }

  /**
   * Calls back if the worker fails: its tasks are then never done.
   *
   * @param action run at once if that is so already, else on a thread of the worker
   */
  public void whenBroken(Consumer<Throwable> action) {
    CompletableFuture<Void> unused = supervisor.broken().thenAccept(action);
  }

  /** The storage key of a file. */
  public String key(Path file) {
    List<String> parts = new ArrayList<>();
    root.relativize(absolute(file)).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    supervisor.close();
    broker.close();
  }
}
