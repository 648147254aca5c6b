package io.framemill.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotCommand;
import io.framemill.worker.process.SlotLimits;
import io.framemill.worker.process.SlotOutcome;
import io.framemill.worker.process.SlotProcess;
import io.framemill.worker.slot.SlotRequest;
import io.framemill.worker.task.Tasks;
import io.framemill.worker.testmedia.Ebml;
import io.framemill.worker.testmedia.MatroskaFile;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Well-formed Matroska files with elements as large as libavformat or our limits allow. */
class MatroskaLimitsIT {
  /** libavformat skips longer texts and longer binaries (matroskadec.c, max_lengths). */
  private static final int MAX_TEXT_BYTES = 1 << 24;

  private static final long MAX_BINARY_BYTES = 1 << 28;

  private static final int ROOM_MEGABYTES = 300;
  private static final int MAX_ATTEMPTS = 5;

  @TempDir private Path directory;
  private @Nullable SlotProcess slot;

  @AfterEach
  void end() {
    if (slot != null) {
      slot.close();
    }
  }

  @Test
  void inspect_twoHundredThousandChapters_isTakenWithinMemory() throws Exception {
    MediaInfo media = inspected(MatroskaFile.chapters(200_000, 20));

    assertThat(media.video().get(0).pictures().total()).isEqualTo(48);
  }

  @Test
  void inspect_textsAtAndBeyondTheLimitOfLibavformat_areTaken() throws Exception {
    MediaInfo media =
        inspected(
            MatroskaFile.chapters(1, MAX_TEXT_BYTES),
            MatroskaFile.tags(1, MAX_TEXT_BYTES + 1),
            MatroskaFile.voidOf(MAX_TEXT_BYTES));

    assertThat(media.video().get(0).pictures().total()).isEqualTo(48);
  }

  @Test
  void inspect_attachedFiles_areNamedAsLeftOut() throws Exception {
    MediaInfo media = inspected(MatroskaFile.attachments(3, 1 << 20));

    assertThat(media.video().get(0).pictures().total()).isEqualTo(48);
    assertThat(media.leftOut())
        .hasSize(3)
        .allSatisfy(
            left -> {
              assertThat(left.kind()).isEqualTo("attachment");
              assertThat(left.isLoss()).isFalse();
            });
  }

  @Test
  void inspect_attachedFilesLargerThanTheMemory_endsTheSlotAtItsLimit() throws Exception {
    SlotOutcome.Died died =
        (SlotOutcome.Died)
            inspect(
                new SlotLimits(SlotLimits.DEFAULT_SILENCE, ROOM_MEGABYTES << 20),
                MatroskaFile.attachments(16, MAX_BINARY_BYTES - 1));

    assertThat(died.reason()).contains("MiB of memory", "300 MiB (--slot-memory)");
  }

  @Test
  void inspect_moreTagsThanCanBeCompared_isRefusedAndNotTriedAgain() throws Exception {
    SlotOutcome.Died died = inspectManyTags();
    // On a busy machine a slot gets little of a processor, which is not the source's fault.
    for (int i = 1; i < MAX_ATTEMPTS && died.kind() == FailureKind.INTERNAL; i++) {
      died = inspectManyTags();
    }
    if (died.kind() == FailureKind.INTERNAL && isBusy()) {
      assertThat(died.reason()).contains("no progress for 4.0 s");
      return;
    }
    assertThat(died.kind()).as(died.reason()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(died.reason())
        .contains("inspection computed for", "in 4.0 s without progress", "more tags");
  }

  @Test
  void inspect_moreAttachedFilesThanStreamsAreAllowed_isRefused() throws Exception {
    SlotOutcome.Failed refused =
        (SlotOutcome.Failed) inspect(usual(), MatroskaFile.attachments(201, 10));

    assertThat(refused.kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(refused.reason()).contains("more than 200 streams", "--max-streams");
  }

  private SlotOutcome.Died inspectManyTags() throws Exception {
    SlotLimits limits = new SlotLimits(Duration.ofSeconds(4), 1 << 30);
    return (SlotOutcome.Died) inspect(limits, MatroskaFile.tags(150_000, 20));
  }

  /** Whether more threads want to run than there are processors, for slots run after all others. */
  private static boolean isBusy() {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    return machine.getSystemLoadAverage() > machine.getAvailableProcessors();
  }

  private static SlotLimits usual() {
    return new SlotLimits(SlotLimits.DEFAULT_SILENCE, ROOM_MEGABYTES << 20);
  }

  private MediaInfo inspected(Ebml... elements) throws Exception {
    SlotOutcome outcome = inspect(usual(), elements);
    assertThat(outcome).isInstanceOf(SlotOutcome.Done.class);
    return ((TaskResult.Inspected) ((SlotOutcome.Done) outcome).result()).media();
  }

  private SlotOutcome inspect(SlotLimits limits, Ebml... elements)
      throws IOException, InterruptedException {
    TestClip clip = TestClip.at(directory.resolve("a.mkv")).size(64, 36).frames(48).sound(2000);
    Path file = MatroskaFile.write(clip, elements);
    SlotProcess started = SlotProcess.start("slot", SlotCommand.ofThisJvm(), limits);
    slot = started;
    return started.run(
        new SlotRequest(Tasks.task("inspect", "source"), file, directory, SourceLimits.DEFAULT),
        progress -> {});
  }
}
