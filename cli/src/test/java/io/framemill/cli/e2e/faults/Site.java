package io.framemill.cli.e2e.faults;

import io.framemill.cli.client.RemoteJobs;
import io.framemill.cli.e2e.FramemillProcess;
import io.framemill.controller.api.Jobs;
import io.framemill.testbroker.RabbitServer;
import io.framemill.testbroker.TcpProxy;
import io.framemill.testbroker.TestPorts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster on this machine: RabbitMQ, a controller and workers with one slot each, every one
 * a process of its own that is started again when it ends, and each joined to RabbitMQ by a line
 * that can be cut.
 */
final class Site implements AutoCloseable {
  /** Short, so that what is silent is soon given up; classic, for RabbitMQ 3.10 is killed here. */
  private static final String SETTINGS = "?heartbeat=2&queue_type=classic";

  private final Path directory;
  private final Path media;
  private final RabbitServer rabbit;
  private final URI server = URI.create("http://127.0.0.1:" + TestPorts.free());
  private final Jobs jobs = new RemoteJobs(server, null, null);
  private final List<TcpProxy> lines = new ArrayList<>();
  private final Disks disks;
  private final Path clock;
  private final Path memoryHog;
  private final List<Supervised> workers = new ArrayList<>();
  private final Supervised controller;
  private final @Nullable Relay relay;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** For a run that is interrupted. */
  private final Thread endOfJvm = new Thread(this::endPrograms);

  /**
   * Starts everything, and returns before it is ready.
   *
   * @param directory an empty one
   * @param options how it differs from other sites
   */
  Site(Path directory, SiteOptions options) throws IOException {
    this.directory = directory;
    this.media = Files.createDirectory(directory.resolve("media"));
    disks = opened(new Disks(directory, output(), this, options.mounts()));
    clock = Files.writeString(directory.resolve("clock"), "0");
    memoryHog = MemoryHog.jar(directory.resolve("hog.jar"));
    String agent = "-javaagent:" + ClockAgent.jar(directory.resolve("clock.jar")) + "=" + clock;
    rabbit = opened(RabbitServer.start(options.erlangArguments(), Relay.VIRTUAL_HOSTS));
    if (options.relayed()) {
      relay =
          opened(new Relay(uri(Relay.CONTROLLERS_SIDE), uri(Relay.WORKERS_SIDE), options.random()));
    } else {
      relay = null;
    }
    TcpProxy controllersLine = line(options.relayed() ? Relay.CONTROLLERS_SIDE : "");
    controller =
        opened(
            new Supervised(
                "the controller",
                () ->
                    program(
                        controllersLine,
                        List.of(agent),
                        List.of(
                            "serve", "--state", "state", "--http", "" + server.getAuthority()))));
    for (int number = 1; number <= options.workers(); number++) {
      TcpProxy line = line(options.relayed() ? Relay.WORKERS_SIDE : "");
      workers.add(
          opened(
              new Supervised(
                  "worker " + number,
                  () ->
                      program(
                          line,
                          List.of(agent, "-Djava.io.tmpdir=" + disks.temporary()),
                          List.of("worker", "--slots", "1")))));
    }
    Runtime.getRuntime().addShutdownHook(endOfJvm);
  }

  /** Puts a source where jobs find it. */
  void offer(Clip clip) throws IOException {
    Files.copy(clip.file(), media.resolve(clip.source()));
  }

  /** Reports that the relay has carried over; 0 if there is none. */
  int relayedReports() {
    return relay == null ? 0 : relay.relayedReports();
  }

  /** Asks the controller; every call fails while it is away. */
  Jobs jobs() {
    return jobs;
  }

  RabbitServer rabbit() {
    return rabbit;
  }

  Supervised controller() {
    return controller;
  }

  List<Supervised> workers() {
    return workers;
  }

  /** The slots of all workers that run now. */
  List<ProcessHandle> slots() {
    return workers.stream()
        .flatMap(worker -> worker.process().slots().stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** The lines to RabbitMQ: the controller's first, then the workers'. */
  List<TcpProxy> lines() {
    return lines;
  }

  /** What it writes to. */
  Disks disks() {
    return disks;
  }

  /** Sets the clock that all programs see: how far it is off. */
  void setClockOff(Duration by) throws IOException {
    Files.writeString(clock, "" + by.toMillis());
  }

  /** The agent that takes a slot's memory. */
  Path memoryHog() {
    return memoryHog;
  }

  /** The media directory. */
  Path media() {
    return media;
  }

  /** Where jobs write. */
  Path output() {
    return media.resolve("out");
  }

  /** What all programs have logged, for a failed assertion. */
  String log() {
    StringBuilder log = new StringBuilder();
    Stream.concat(Stream.of(controller), workers.stream())
        .forEach(part -> log.append("---- ").append(part).append('\n').append(part.log()));
    return log.toString();
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(endOfJvm);
    IllegalStateException failure = new IllegalStateException("A part of the site does not end");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private void endPrograms() {
    workers.forEach(Supervised::close);
    controller.close();
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private TcpProxy line(String virtualHost) {
    TcpProxy line = opened(new TcpProxy(uri(virtualHost)));
    lines.add(line);
    return line;
  }

  private URI uri(String virtualHost) {
    return URI.create(rabbit.uri() + (virtualHost.isEmpty() ? "" : "/" + virtualHost) + SETTINGS);
  }

  private FramemillProcess program(
      TcpProxy line, List<String> jvmArguments, List<String> arguments) {
    return FramemillProcess.start(
        directory,
        Map.of("FRAMEMILL_BROKER", line.uri().toString(), "FRAMEMILL_MEDIA", media.toString()),
        jvmArguments,
        arguments);
  }
}
