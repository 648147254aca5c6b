package io.framemill.cli.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.e2e.Cluster;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import io.framemill.protocol.broker.Queue;
import io.framemill.testbroker.RequiresRabbitServer;
import io.framemill.testbroker.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that have to be seen to happen, one by one. */
@RequiresRabbitServer
class SingleFaultsIT {
  private static final int CONSUMER_TIMEOUT_MILLIS = 2_000;

  /** After which RabbitMQ has noticed it, had it not granted more. */
  private static final Duration MAX_CONSUMER_TIMEOUT =
      Duration.ofMillis(10L * CONSUMER_TIMEOUT_MILLIS);

  /** So long after a slot was stopped its worker has dealt with all that it had said before. */
  private static final long SETTLED_MILLIS = 1_000;

  @TempDir Path directory;
  private final Clip clip = Clips.all().get(0);

  @Test
  void poisonFile_amongOthers_failsAfterTheLimitAndTheOthersFinish() throws Exception {
    try (Site site = new Site(directory, SiteOptions.plain().withoutMounts())) {
      site.offer(clip);
      Path poison = Files.copy(clip.file(), site.media().resolve("poison.mp4"));
      Clip deadly = new Clip(poison, clip.profile(), clip.undisturbed());
      try (SlotKiller killer = new SlotKiller(site, poison)) {
        JobId before = submit(site, clip);
        JobId bad = submit(site, deadly);
        JobId after = submit(site, clip);

        JobStatus end = awaitEnd(site, bad);
        assertThat(end.state()).as("%s", site.log()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).contains("signal 9", "that was attempt 3");
        assertThat(killer.killed()).isGreaterThanOrEqualTo(3);
        assertThat(site.output().resolve(bad.value()).resolve("master.m3u8")).doesNotExist();
        isAsUndisturbed(site, before);
        isAsUndisturbed(site, after);
      }
    }
  }

  @Tag("long")
  @Test
  void slotStoppedBeyondTheConsumerTimeout_reportsDoubledAndShuffled_sameFrames() throws Exception {
    SiteOptions options =
        SiteOptions.plain()
            .withRelay(new Random(1))
            .withConsumerTimeoutMillis(CONSUMER_TIMEOUT_MILLIS)
            .withoutMounts();
    try (Site site = new Site(directory, options)) {
      site.offer(clip);
      JobId job = submit(site, clip);
      Cluster.patiently().until(() -> site.jobs().status(job).tasksDone() > 2);

      ProcessHandle slot = site.slots().get(0);
      Commands.signal("STOP", slot);
      awaitConsumerTimeout(site);
      Commands.signal("CONT", slot);

      isAsUndisturbed(site, job);
      assertThat(site.relayedReports()).as("two of each").isGreaterThan(2 * 2 * 8);
    }
  }

  @Tag("long")
  @Test
  void taskQueueDeleted_clockOff_isPublishedAgainOnceAllAreIdle() throws Exception {
    try (Site site = new Site(directory, SiteOptions.plain().withoutMounts())) {
      site.offer(clip);
      site.setClockOff(Duration.ofHours(3));
      JobId job = submit(site, clip);
      assertThat(Instant.ofEpochMilli(site.jobs().status(job).createdEpochMillis()))
          .as("the programs see the clock of the test")
          .isAfter(Instant.now().plus(Duration.ofHours(2)));
      Cluster.patiently().until(() -> site.jobs().status(job).tasksDone() > 2);

      site.rabbit().delete(Queue.TASKS);

      isAsUndisturbed(site, job);
      assertThat(site.controller().log()).contains("the broker has lost them");
    }
  }

  @Test
  void allLinesSlowAndLossy_fromTheStart_sameFramesAndSound() throws Exception {
    try (Site site = new Site(directory, SiteOptions.plain().withoutMounts())) {
      for (TcpProxy line : site.lines()) {
        line.slow(Fault.LINE_DELAY, Fault.LINE_LOSS_RATE, 1);
      }
      site.offer(clip);

      JobId job = submit(site, clip);

      isAsUndisturbed(site, job);
      assertThat(site.jobs().workers()).hasSize(2);
    }
  }

  @Test
  void workerCutOffUntilItsJobEnded_writesAndReportsLate_outputIsUnharmed() throws Exception {
    try (Site site = new Site(directory, SiteOptions.plain().withoutMounts())) {
      site.offer(clip);
      JobId job = submit(site, clip);
      Supervised cutOff = site.workers().get(0);
      Cluster.patiently().until(() -> site.jobs().status(job).tasksDone() > 1);

      TcpProxy line = site.lines().get(1);
      ProcessHandle slot = cutOff.process().slots().get(0);
      Cluster.patiently().until(() -> isStoppedAtWork(site, cutOff, slot));
      line.stall();
      isAsUndisturbed(site, job);
      Commands.signal("CONT", slot);
      Cluster.patiently().until(() -> cutOff.log().contains("reports; they are kept"));
      line.restore();

      Cluster.patiently().until(() -> isIdle(site));
      assertThat(cutOff.starts()).as("%s", site.log()).isEqualTo(1);
      isAsUndisturbed(site, job);
      isAsUndisturbed(site, submit(site, clip));
    }
  }

  /**
   * Waits until RabbitMQ has taken the task away. One that may grant the worker more time is waited
   * for no longer than it would take if it did not.
   */
  private static void awaitConsumerTimeout(Site site) {
    boolean mayGrantMore = !site.rabbit().ignoresConsumerTimeouts();
    long deadline = System.nanoTime() + MAX_CONSUMER_TIMEOUT.toNanos();
    Cluster.patiently()
        .until(
            () ->
                site.log().contains("subscription to framemill.tasks.cpu (PRECONDITION_FAILED")
                    || (mayGrantMore && System.nanoTime() > deadline));
  }

  private void isAsUndisturbed(Site site, JobId job) throws IOException {
    assertThat(awaitEnd(site, job).state()).as("%s", site.log()).isEqualTo(JobState.DONE);
    Output output = Output.read(site.output().resolve(job.value()));
    assertThat(output.from(clip.undisturbed()).isNone()).as("%s", output).isTrue();
  }

  private static JobId submit(Site site, Clip clip) {
    return Cluster.patiently()
        .ignoreException(ServerException.class)
        .until(() -> site.jobs().submit(clip.submission(clip.source())).job(), job -> true);
  }

  private static JobStatus awaitEnd(Site site, JobId job) {
    return Cluster.patiently()
        .until(() -> site.jobs().status(job), status -> status.state().isEnd());
  }

  /** Stops a slot; if its worker then says that it has no task, lets it go on. */
  private static boolean isStoppedAtWork(Site site, Supervised worker, ProcessHandle slot) {
    Commands.signal("STOP", slot);
    String pid = "-" + worker.process().handle().pid() + "-";
    long from = System.currentTimeMillis() + SETTLED_MILLIS;
    WorkerStatus heard =
        Cluster.patiently()
            .until(
                () ->
                    site.jobs().workers().stream()
                        .filter(status -> status.worker().contains(pid))
                        .filter(status -> status.lastSeenEpochMillis() > from)
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    if (heard.busySlots() == 0) {
      Commands.signal("CONT", slot);
    }
    return heard.busySlots() > 0;
  }

  /** Whether all workers were heard of again, and none has a task any more. */
  private static boolean isIdle(Site site) {
    List<WorkerStatus> workers = site.jobs().workers();
    return workers.size() == site.workers().size()
        && workers.stream().allMatch(status -> status.busySlots() == 0);
  }
}
