package io.framemill.cli.e2e.faults;

import java.util.Random;

/**
 * How a site is set up.
 *
 * @param workers how many
 * @param relayed whether a {@link Relay} doubles and shuffles all reports
 * @param erlangArguments settings of RabbitMQ that its configuration file cannot have
 * @param mounts whether disks are file systems of their own, where that is allowed
 * @param random what the relay shuffles by
 */
record SiteOptions(
    int workers, boolean relayed, String erlangArguments, boolean mounts, Random random) {
  /** Two workers with one slot each, straight on RabbitMQ. */
  static SiteOptions plain() {
    return new SiteOptions(2, false, "", true, new Random(0));
  }

  /** The same with reports doubled and shuffled. */
  SiteOptions withRelay(Random shuffle) {
    return new SiteOptions(workers, true, erlangArguments, mounts, shuffle);
  }

  /** The same with a RabbitMQ that gives a consumer so long to settle a delivery. */
  SiteOptions withConsumerTimeoutMillis(int millis) {
    String arguments = "-rabbit consumer_timeout " + millis + " -rabbit channel_tick_interval 1000";
    return new SiteOptions(workers, relayed, arguments, mounts, random);
  }

  /** The same with disks that need no privilege. */
  SiteOptions withoutMounts() {
    return new SiteOptions(workers, relayed, erlangArguments, false, random);
  }
}
