package io.framemill.cli.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testbroker.RequiresRabbitServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks a working cluster at random moments, in every way that {@link Fault} knows: no job is lost
 * or stuck, and no frame of any is lost or doubled. {@code scripts/soak.sh} runs more of it.
 */
@RequiresRabbitServer
class FaultsIT {
  private static final int COUNT = Integer.getInteger("framemill.faults.count", 40);
  private static final long SEED = Long.getLong("framemill.faults.seed", 1);

  /**
   * Faults on each cluster. Clusters alternate between RabbitMQ alone and RabbitMQ behind a relay;
   * the number is low enough for one of each.
   */
  private static final int FAULTS_OF_A_SITE = Math.min(20, (COUNT + 1) / 2);

  private static final int CONSUMER_TIMEOUT_MILLIS = 4_000;

  @TempDir Path directory;

  // Standard output, because the seed and the table are what a soak is for.
  @SuppressWarnings("SystemOut")
  @Test
  void faults_atRandomMoments_everyJobIsDoneAsIfUndisturbed() throws Exception {
    System.out.println("Faults: " + COUNT + ", seed " + SEED);
    List<Clip> clips = Clips.all();
    Random random = new Random(SEED);
    ShuffledFaults shuffled = new ShuffledFaults(random);
    FaultResults results = new FaultResults();
    for (int site = 0; results.faults() < COUNT; site++) {
      int until = Math.min(COUNT, results.faults() + FAULTS_OF_A_SITE);
      SiteOptions options = SiteOptions.plain();
      if (site % 2 == 1) {
        options =
            options
                .withRelay(new Random(random.nextLong()))
                .withConsumerTimeoutMillis(CONSUMER_TIMEOUT_MILLIS)
                .withoutMounts();
      }
      attack(clips, options, new FaultPlan(shuffled, random, results, until), site);
    }
    System.out.println(results.table());
    assertThat(results.problems()).as("seed %d", SEED).isEmpty();
  }

  private void attack(List<Clip> clips, SiteOptions options, FaultPlan plan, int number)
      throws Exception {
    Path home = Files.createDirectory(directory.resolve("site-" + number));
    try (Site site = new Site(home, options)) {
      for (Clip clip : clips) {
        site.offer(clip);
      }
      try (Workload workload = new Workload(site, clips, plan.results())) {
        new Campaign(site, workload, plan).run();
      } finally {
        Files.writeString(home.resolve("programs.log"), site.log());
      }
    }
  }
}
