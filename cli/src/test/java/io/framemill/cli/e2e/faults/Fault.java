package io.framemill.cli.e2e.faults;

import io.framemill.cli.e2e.FramemillProcess;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A way to break a running site. Whom and for how long is the random numbers' choice. */
enum Fault {
  KILL_SLOT("kill -9 of a slot") {
    @Override
    Healing strike(Site site, Random random) {
      Victims.slot(site, random).destroyForcibly();
      return Healing.byItself();
    }
  },
  KILL_WORKER("kill -9 of a worker") {
    @Override
    Healing strike(Site site, Random random) {
      Victims.worker(site, random).handle().destroyForcibly();
      return Healing.byItself();
    }
  },
  KILL_CONTROLLER("kill -9 of the controller") {
    @Override
    Healing strike(Site site, Random random) {
      site.controller().process().handle().destroyForcibly();
      return Healing.byItself();
    }
  },
  KILL_BROKER("kill -9 of RabbitMQ") {
    @Override
    Healing strike(Site site, Random random) {
      site.rabbit().kill();
      return new Healing(between(random, 0, 2_000), site.rabbit()::startAgain);
    }
  },
  RESTART_BROKER("RabbitMQ restarted in good order") {
    @Override
    Healing strike(Site site, Random random) {
      site.rabbit().stop();
      return new Healing(between(random, 0, 2_000), site.rabbit()::startAgain);
    }
  },
  STOP_SLOT("SIGSTOP of a slot for longer than the heartbeat") {
    @Override
    Healing strike(Site site, Random random) {
      return stopped(Victims.slot(site, random), random);
    }
  },
  STOP_WORKER("SIGSTOP of a worker for longer than the heartbeat") {
    @Override
    Healing strike(Site site, Random random) {
      return stopped(Victims.worker(site, random).handle(), random);
    }
  },
  STOP_WORKER_AND_SLOT("SIGSTOP of a worker with its slot") {
    @Override
    Healing strike(Site site, Random random) {
      FramemillProcess worker = Victims.worker(site, random);
      List<ProcessHandle> slots = worker.slots();
      slots.forEach(slot -> Commands.signal("STOP", slot));
      Healing healing = stopped(worker.handle(), random);
      return new Healing(
          healing.after(),
          () -> {
            slots.forEach(slot -> Commands.signal("CONT", slot));
            healing.action().run();
          });
    }
  },
  LINE_REFUSED("RabbitMQ out of reach: connections refused") {
    @Override
    Healing strike(Site site, Random random) {
      List<TcpProxy> lines = Victims.lines(site, random);
      lines.forEach(TcpProxy::cutForGood);
      return new Healing(between(random, 1_000, 6_000), () -> lines.forEach(TcpProxy::restore));
    }
  },
  LINE_SILENT("RabbitMQ out of reach: connections silent") {
    @Override
    Healing strike(Site site, Random random) {
      List<TcpProxy> lines = Victims.lines(site, random);
      lines.forEach(TcpProxy::stall);
      return new Healing(between(random, 1_000, 7_000), () -> lines.forEach(TcpProxy::restore));
    }
  },
  LINE_SLOW("RabbitMQ 200 ms away, and 2 % of what is sent is lost") {
    @Override
    Healing strike(Site site, Random random) {
      List<TcpProxy> lines = Victims.lines(site, random);
      lines.forEach(line -> line.slow(LINE_DELAY, LINE_LOSS_RATE, random.nextLong()));
      return new Healing(between(random, 2_000, 10_000), () -> lines.forEach(TcpProxy::restore));
    }
  },
  LINE_AWAY_FOR_A_MINUTE("RabbitMQ out of a worker's reach for a minute") {
    @Override
    Healing strike(Site site, Random random) {
      TcpProxy line = site.lines().get(1 + random.nextInt(site.workers().size()));
      if (random.nextBoolean()) {
        line.stall();
      } else {
        line.cutForGood();
      }
      return new Healing(Duration.ofMinutes(1), line::restore);
    }

    @Override
    boolean isInBackground() {
      return true;
    }
  },
  OUTPUT_REMOVED("output directory removed in mid-job") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      Victims.removeOutput(site);
      return Healing.byItself();
    }
  },
  STORAGE_FULL("storage full") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      return full(site.disks().storage(), random);
    }
  },
  WORKERS_DISK_FULL("workers' disk full") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      return full(site.disks().workers(), random);
    }
  },
  STATE_DISK_FULL("controller's disk full") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      return full(site.disks().state(), random);
    }
  },
  SLOT_HEAP_FULL("Java heap of a slot full") {
    @Override
    Healing strike(Site site, Random random) {
      MemoryHog.takeHeap(Victims.slot(site, random), site.memoryHog());
      return Healing.byItself();
    }
  },
  SLOT_MEMORY_FULL("no more memory for a slot") {
    @Override
    Healing strike(Site site, Random random) {
      ProcessHandle slot = Victims.slot(site, random);
      Victims.limitMemory(slot);
      MemoryHog.takeNative(slot, site.memoryHog());
      return Healing.byItself();
    }
  },
  CLOCK_FORWARD("clock jumps forward, and back later") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      return clockOff(site, CLOCK_JUMP, random);
    }
  },
  CLOCK_BACK("clock jumps back, and forward later") {
    @Override
    Healing strike(Site site, Random random) throws IOException {
      return clockOff(site, CLOCK_JUMP.negated(), random);
    }
  };

  static final Duration LINE_DELAY = Duration.ofMillis(200);
  static final double LINE_LOSS_RATE = 0.02;

  private static final Duration CLOCK_JUMP = Duration.ofHours(3);

  private final String kind;

  Fault(String kind) {
    this.kind = kind;
  }

  /** For people. */
  String kind() {
    return kind;
  }

  /** Breaks something; returns what undoes it. */
  abstract Healing strike(Site site, Random random) throws Exception;

  /** Whether other faults strike while this one lasts. */
  boolean isInBackground() {
    return false;
  }

  private static Healing stopped(ProcessHandle process, Random random) {
    Commands.signal("STOP", process);
    return new Healing(between(random, 4_500, 7_000), () -> Commands.signal("CONT", process));
  }

  private static Healing full(FullDisk disk, Random random) throws IOException {
    disk.fill();
    return new Healing(between(random, 1_000, 6_000), disk::free);
  }

  private static Healing clockOff(Site site, Duration by, Random random) throws IOException {
    site.setClockOff(by);
    return new Healing(between(random, 1_000, 5_000), () -> site.setClockOff(Duration.ZERO));
  }

  private static Duration between(Random random, int fromMillis, int toMillis) {
    return Duration.ofMillis(fromMillis + random.nextInt(toMillis - fromMillis));
  }
}
