package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.storage.TemporaryDirectory;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.slot.SlotReply;
import io.framemill.worker.slot.SlotRequest;
import io.framemill.worker.task.FakeSlot;
import io.framemill.worker.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The owner of a slot against slots that misbehave. */
class SlotProcessIT {
  private static final SlotCommand FAKE = SlotCommands.running(FakeSlot.class);
  private static final SlotLimits AMPLE = new SlotLimits(Duration.ofSeconds(60), Long.MAX_VALUE);

  @TempDir private Path directory;
  private final List<SlotReply.Progressed> progress = new ArrayList<>();
  private final List<SlotProcess> started = new ArrayList<>();

  /** Such as a broker that other tests have started. */
  private final Set<Long> otherChildren = allChildren();

  @AfterEach
  void endSlots() {
    started.forEach(SlotProcess::close);
  }

  @Test
  void run_slotSucceeds_answersResultAndProgressInOrder() throws Exception {
    SlotProcess slot = start(AMPLE);

    SlotOutcome outcome = run(slot, FakeSlot.PROGRESS);

    assertThat(outcome).isInstanceOf(SlotOutcome.Done.class);
    assertThat(((SlotOutcome.Done) outcome).result()).isEqualTo(FakeSlot.RESULT);
    assertThat(progress)
        .containsExactly(new SlotReply.Progressed(1, 40), new SlotReply.Progressed(2, 80));
  }

  @Test
  void run_afterSuccessAndBadInput_sameProcessRunsOn() throws Exception {
    SlotProcess slot = start(AMPLE);

    run(slot, FakeSlot.SUCCEED);
    SlotOutcome refused = run(slot, FakeSlot.BAD_INPUT);
    SlotOutcome last = run(slot, FakeSlot.SUCCEED);

    assertThat(refused).isEqualTo(new SlotOutcome.Failed(FailureKind.BAD_INPUT, "no video in it"));
    assertThat(last).isInstanceOf(SlotOutcome.Done.class);
    assertThat(slot.isAlive()).isTrue();
  }

  @Test
  void run_rubbishOnStandardOutput_isPassedOver() throws Exception {
    SlotProcess slot = start(AMPLE);

    SlotOutcome outcome = run(slot, FakeSlot.RUBBISH);

    assertThat(outcome).isInstanceOf(SlotOutcome.Done.class);
    assertThat(progress).containsExactly(new SlotReply.Progressed(7, 280));
    assertThat(slot.lastLogLines())
        .anyMatch(line -> line.contains("printf without an end"))
        .anyMatch(line -> line.contains("\"version\":99"))
        .allMatch(line -> line.length() < 3000);
  }

  @ParameterizedTest
  @CsvSource({
    FakeSlot.EXIT_3 + ",slot ended with exit status 3",
    FakeSlot.SIGKILL + ",slot ended by signal 9 (SIGKILL)",
  })
  void run_processEnds_answersHow(String act, String reason) throws Exception {
    SlotProcess slot = start(AMPLE);

    assertThat(run(slot, act)).isEqualTo(new SlotOutcome.Died(reason));
    assertThat(slot.lastLogLines()).contains("acting: " + act);
    assertThat(slot.isAlive()).isFalse();
  }

  @Test
  void run_nativeCrash_namesTheRealSignal() throws Exception {
    SlotOutcome outcome = run(start(AMPLE), FakeSlot.CRASH);

    assertThat(((SlotOutcome.Died) outcome).reason())
        .startsWith("slot ended by signal 11 (SIGSEGV) in [");
  }

  @Test
  void run_nativeCrash_isReportedInThePrivateDirectoryAlone() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "mine");
    Path link =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "framemill-" + ProcessHandle.current().pid() + "-slot-crash.log");
    Files.createSymbolicLink(link, victim);

    try {
      run(start(AMPLE), FakeSlot.CRASH);
    } finally {
      Files.delete(link);
    }

    assertThat(victim).hasContent("mine");
    Path temporary = TemporaryDirectory.ofThisProcess().path();
    assertThat(temporary.resolve("slot-crash.log")).content().contains("SIGSEGV");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)))
        .isEqualTo("rwx------");
  }

  @Test
  void run_noProgress_endsTheSlot() throws Exception {
    SlotProcess slot = start(new SlotLimits(Duration.ofSeconds(3), Long.MAX_VALUE));

    assertThat(run(slot, FakeSlot.HANG))
        .isEqualTo(new SlotOutcome.Died("slot was ended: no progress for 3.0 s"));
    awaitGone(slot.pid());
  }

  @Test
  void run_outputClosedButProcessGoesOn_endsTheSlot() throws Exception {
    SlotProcess slot = start(AMPLE);

    assertThat(run(slot, FakeSlot.CLOSE_OUTPUT))
        .isEqualTo(new SlotOutcome.Died("slot was ended: it closed its output and went on"));
    awaitGone(slot.pid());
  }

  @Test
  void run_tooMuchMemory_endsTheSlot() throws Exception {
    SlotProcess slot = start(new SlotLimits(Duration.ofSeconds(60), 130 << 20));

    SlotOutcome outcome = run(slot, FakeSlot.EAT_MEMORY);

    assertThat(((SlotOutcome.Died) outcome).reason())
        .matches(
            "slot was ended: it held \\d+ MiB of memory, the limit is 130 MiB \\(--slot-memory\\)");
    awaitGone(slot.pid());
  }

  @Test
  void run_taskWritesTooMuch_endsTheSlotAndBlamesTheSource() throws Exception {
    SlotProcess slot = start(limits(Duration.ofHours(1), 1 << 20));

    SlotOutcome.Died end = (SlotOutcome.Died) run(slot, FakeSlot.WRITE_MUCH);

    assertThat(end.kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(end.reason())
        .matches("slot was ended: its task wrote \\d+ MiB, the limit is 1 MiB \\(--task-output\\)");
    awaitGone(slot.pid());
  }

  @Test
  void run_taskSpeaksForTooLong_endsTheSlot() throws Exception {
    SlotProcess slot = start(limits(Duration.ofSeconds(2), Long.MAX_VALUE));

    assertThat(run(slot, FakeSlot.WRITE_MUCH))
        .isEqualTo(
            new SlotOutcome.Died(
                "slot was ended: its task ran for 2.0 s, the limit (--task-time)"));
    awaitGone(slot.pid());
  }

  @Test
  void run_processHasEnded_answersDiedAgain() throws Exception {
    SlotProcess slot = start(AMPLE);
    run(slot, FakeSlot.EXIT_3);

    assertThat(run(slot, FakeSlot.SUCCEED))
        .isEqualTo(new SlotOutcome.Died("slot ended with exit status 3"));
  }

  @Test
  void run_programDoesNotStart_answersItsExitStatusAndWords() throws Exception {
    SlotProcess slot = SlotProcess.start("slot", SlotCommands.running("no.such.Program"), AMPLE);
    started.add(slot);

    assertThat(run(slot, FakeSlot.SUCCEED))
        .isEqualTo(new SlotOutcome.Died("slot ended with exit status 1"));
    assertThat(slot.lastLogLines()).anyMatch(line -> line.contains("no.such.Program"));
  }

  @Test
  void kill_whileTaskRuns_runAnswersTheReason() throws Exception {
    SlotProcess slot = start(AMPLE);
    Thread killer =
        new Thread(
            () -> {
              await().until(() -> slot.lastLogLines().contains("acting: " + FakeSlot.HANG));
              slot.kill("because");
            });
    killer.start();

    assertThat(run(slot, FakeSlot.HANG)).isEqualTo(new SlotOutcome.Died("because"));
    killer.join();
    awaitGone(slot.pid());
  }

  @Test
  void start_commandStartedAhead_takesThatProcessOnce() throws Exception {
    SlotCommand command = SlotCommands.running(FakeSlot.Silent.class);
    PrestartedSlot.start(command);
    Set<Long> ahead = children();

    SlotProcess first = start(command);
    SlotProcess second = start(command);

    assertThat(ahead).contains(first.pid()).doesNotContain(second.pid());
  }

  @Test
  void start_anotherCommandStartedAhead_startsAfresh() throws Exception {
    PrestartedSlot.start(SlotCommands.running(FakeSlot.Silent.class));
    Set<Long> ahead = children();

    SlotProcess slot = start(AMPLE);

    assertThat(ahead).doesNotContain(slot.pid());
    assertThat(run(slot, FakeSlot.SUCCEED)).isInstanceOf(SlotOutcome.Done.class);
    await().until(() -> children().equals(Set.of(slot.pid())));
  }

  @Test
  void endReason_idleSlotIsKilled_namesTheSignal() throws Exception {
    SlotProcess slot = start(AMPLE);

    ProcessHandle.of(slot.pid()).orElseThrow().destroyForcibly();

    await().until(() -> !slot.isAlive());
    assertThat(slot.endReason()).contains("SIGKILL");
  }

  @Test
  void close_idleSlot_endsTheProcess() throws Exception {
    SlotProcess slot = start(AMPLE);

    slot.close();

    awaitGone(slot.pid());
  }

  private static SlotLimits limits(Duration taskTime, long writtenBytes) {
    return new SlotLimits(
        Duration.ofSeconds(60), taskTime, Long.MAX_VALUE, writtenBytes, SourceLimits.DEFAULT);
  }

  private SlotProcess start(SlotLimits limits) throws IOException {
    SlotProcess slot = SlotProcess.start("slot", FAKE, limits);
    started.add(slot);
    return slot;
  }

  private SlotProcess start(SlotCommand command) throws IOException {
    SlotProcess slot = SlotProcess.start("slot", command, AMPLE);
    started.add(slot);
    return slot;
  }

  private Set<Long> children() {
    Set<Long> children = allChildren();
    children.removeAll(otherChildren);
    return children;
  }

  private static Set<Long> allChildren() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private SlotOutcome run(SlotProcess slot, String act) throws InterruptedException {
    Path source = Path.of(act);
    return slot.run(
        new SlotRequest(Tasks.task("inspect", act), source, source, SourceLimits.DEFAULT),
        progress::add);
  }

  private static void awaitGone(long pid) {
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }
}
