package io.framemill.cli.e2e.faults;

import io.framemill.cli.e2e.Cluster;
import io.framemill.cli.e2e.FramemillProcess;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a fault hits. */
final class Victims {
  private static final double MIDDLE_FROM = 10;
  private static final double MIDDLE_TO = 60;
  private static final long MORE_BYTES = 8 << 20;
  private static final Pattern VIRTUAL_SIZE = Pattern.compile("VmSize:\\s*(\\d+) kB");

  private Victims() {}

  /** A slot; waits for one if there is none at this moment. */
  static ProcessHandle slot(Site site, Random random) {
    List<ProcessHandle> slots = Cluster.patiently().until(site::slots, some -> !some.isEmpty());
    return slots.get(random.nextInt(slots.size()));
  }

  static FramemillProcess worker(Site site, Random random) {
    return site.workers().get(random.nextInt(site.workers().size())).process();
  }

  /** Deletes the output of a job that is in the middle; waits for one if there is none. */
  static void removeOutput(Site site) {
    JobStatus job =
        Cluster.patiently()
            .ignoreException(ServerException.class)
            .until(() -> inTheMiddle(site), Optional::isPresent)
            .orElseThrow();
    Path output = site.output().resolve(job.job().value());
    // A slot may write into it at this moment.
    Cluster.patiently()
        .until(() -> Commands.succeeds("rm", "-r", output.toString()) || !Files.exists(output));
  }

  private static Optional<JobStatus> inTheMiddle(Site site) {
    return site.jobs().list().stream()
        .filter(job -> job.state() == JobState.RUNNING)
        .filter(job -> job.percent() > MIDDLE_FROM && job.percent() < MIDDLE_TO)
        .findFirst();
  }

  /** Lets a process have little more memory than it has now. Linux. */
  static void limitMemory(ProcessHandle process) {
    try {
      String status = Files.readString(Path.of("/proc", "" + process.pid(), "status"));
      Matcher size = VIRTUAL_SIZE.matcher(status);
      if (size.find()) {
        long bytes = Long.parseLong(size.group(1)) * 1024 + MORE_BYTES;
        Commands.succeeds("prlimit", "--pid", "" + process.pid(), "--as=" + bytes);
      }
    } catch (IOException e) {
      // It has ended meanwhile.
      return;
    }
  }

  /** One program's line to RabbitMQ, or all of them. */
  static List<TcpProxy> lines(Site site, Random random) {
    int choice = random.nextInt(site.lines().size() + 1);
    return choice == site.lines().size() ? site.lines() : List.of(site.lines().get(choice));
  }
}
