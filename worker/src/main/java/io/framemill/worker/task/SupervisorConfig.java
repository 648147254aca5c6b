package io.framemill.worker.task;

import io.framemill.worker.process.SlotCommand;
import io.framemill.worker.process.SlotLimits;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Configuration of a worker.
 *
 * @param workerId unique among all workers that ever were, such as {@code host-4711-1f3a}
 * @param host name of the machine
 * @param release Framemill's version
 * @param slots number of tasks that run at the same time, from 1
 * @param command how a slot is started
 * @param limits when a slot is ended
 * @param aliveInterval time between two {@link io.framemill.protocol.Progress.WorkerAlive}
 */
public record SupervisorConfig(
    String workerId,
    String host,
    String release,
    int slots,
    SlotCommand command,
    SlotLimits limits,
    Duration aliveInterval) {
  /** {@link #aliveInterval} unless configured. */
  public static final Duration DEFAULT_ALIVE_INTERVAL = Duration.ofSeconds(2);

  public SupervisorConfig {
    if (slots < 1) {
      throw new IllegalArgumentException("a worker has at least one slot: " + slots);
    }
    if (aliveInterval.isNegative() || aliveInterval.isZero()) {
      throw new IllegalArgumentException("alive interval is not positive: " + aliveInterval);
    }
  }

  /** The default configuration for a worker in this process. */
  public static SupervisorConfig ofThisProcess(int slots, String release) {
    String host = HostName.get();
    return new SupervisorConfig(
        host + "-" + ProcessHandle.current().pid() + "-" + suffix(),
        host,
        release,
        slots,
        SlotCommand.ofThisJvm(),
        SlotLimits.ofThisMachine(slots),
        DEFAULT_ALIVE_INTERVAL);
  }

  /** Random: a restarted container has the same host name and process id. */
  private static String suffix() {
    return "%04x".formatted(new SecureRandom().nextInt(1 << 16));
  }

  /** The same with other limits. */
  public SupervisorConfig withLimits(SlotLimits other) {
    return new SupervisorConfig(workerId, host, release, slots, command, other, aliveInterval);
  }
}
