package io.framemill.cli.e2e.faults;

import io.framemill.cli.e2e.Cluster;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** FaultPlan one site while it works, heals it, and lets it come to its end. */
final class Campaign {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int LONGEST_PAUSE_MILLIS = 1_500;

  private final Site site;
  private final Workload workload;
  private final FaultPlan plan;
  private final FaultResults results;
  private final Random random;
  private final List<CompletableFuture<Void>> background = new ArrayList<>();

  Campaign(Site site, Workload workload, FaultPlan plan) {
    this.site = site;
    this.workload = workload;
    this.plan = plan;
    this.results = plan.results();
    this.random = plan.random();
  }

  /** FaultPlan as often as it should, then lets all jobs come to their end. */
  void run() throws Exception {
    awaitReady();
    while (results.faults() < plan.until()) {
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      strike(plan.shuffled().next());
    }
    background.forEach(CompletableFuture::join);
    workload.finish(PATIENCE);
    checkStore();
  }

  private void strike(List<Fault> faults) throws Exception {
    say(faults.stream().map(Fault::kind).collect(Collectors.joining(" and ")));
    List<Healing> healings = new ArrayList<>();
    for (Fault fault : faults) {
      Healing healing = fault.strike(site, random);
      results.fault(faults.size() == 1 ? fault.kind() : fault.kind() + ", in a pair");
      if (fault.isInBackground()) {
        background.add(later(healing));
      } else {
        healings.add(healing);
      }
    }
    for (Healing healing : healings) {
      TimeUnit.MILLISECONDS.sleep(healing.after().toMillis());
      healing.action().run();
    }
  }

  private static CompletableFuture<Void> later(Healing healing) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            healing.action().run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        CompletableFuture.delayedExecutor(healing.after().toMillis(), TimeUnit.MILLISECONDS));
  }

  private void awaitReady() {
    Cluster.patiently()
        .ignoreException(ServerException.class)
        .until(() -> site.jobs().workers().size() == site.workers().size());
  }

  /** What the store says, read by a controller that knows nothing else. */
  private void checkStore() {
    site.controller().process().kill();
    List<JobStatus> stored =
        Cluster.patiently()
            .ignoreException(ServerException.class)
            .until(() -> site.jobs().list(), jobs -> true);
    List<String> names = new ArrayList<>(stored.stream().map(JobStatus::name).toList());
    Collections.sort(names);
    if (!names.equals(workload.submitted())) {
      results.problem("the store has " + names + ", submitted were " + workload.submitted());
    }
    stored.stream()
        .filter(job -> job.state() != JobState.DONE)
        .forEach(job -> results.problem("the store says " + job));
    if (!site.jobs().deadMessages().isEmpty()) {
      results.problem("messages that nobody could read: " + site.jobs().deadMessages());
    }
  }

  // Standard output, because a soak is watched by a person.
  @SuppressWarnings("SystemOut")
  private void say(String what) {
    System.out.printf("%4d  %s   (%s)%n", results.faults() + 1, what, results.progress());
  }
}
