package io.framemill.worker.task;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real slot program, with libav, in a process of its own. */
class RealSlotIT {
  @TempDir private Path directory;
  private SlotProcess slot;

  @BeforeEach
  void start() throws IOException {
    slot = SlotProcess.start("slot", SlotCommand.ofThisJvm(), SlotLimits.ofThisMachine(1));
  }

  @AfterEach
  void end() {
    slot.close();
  }

  @Test
  void run_inspectSound_answersWhatIsInIt() throws Exception {
    SlotOutcome outcome = inspect(Wav.write(directory.resolve("sound.wav"), 3));

    assertThat(outcome).isInstanceOf(SlotOutcome.Done.class);
    MediaInfo media = ((TaskResult.Inspected) ((SlotOutcome.Done) outcome).result()).media();
    assertThat(media.format()).isEqualTo("wav");
    assertThat(media.video()).isEmpty();
    assertThat(media.audio())
        .singleElement()
        .satisfies(
            stream -> {
              assertThat(stream.sampleRateHz()).isEqualTo(Wav.RATE_HZ);
              assertThat(stream.channels()).isEqualTo(Wav.CHANNELS);
              assertThat(stream.timeBase().toDuration(stream.endPts())).hasSeconds(3);
            });
  }

  @Test
  void run_fileNameWithAnyLetter_isOpened() throws Exception {
    Path odd = Wav.write(directory.resolve("- ä 日本 '\"[x]?&%41.wav"), 1);

    assertThat(inspect(odd)).isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void run_textFile_isBadInputAndTheSlotGoesOn() throws Exception {
    Path text = Files.writeString(directory.resolve("text.mp4"), "This is no video.\n");

    SlotOutcome outcome = inspect(text);

    assertThat(outcome).isInstanceOf(SlotOutcome.Failed.class);
    assertThat(((SlotOutcome.Failed) outcome).kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(((SlotOutcome.Failed) outcome).reason()).contains("text.mp4");
    assertThat(inspect(Wav.write(directory.resolve("sound.wav"), 1)))
        .isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void run_afterSignalsForTheWholeFamily_goesOn() throws Exception {
    Path sound = Wav.write(directory.resolve("sound.wav"), 1);
    assertThat(inspect(sound)).isInstanceOf(SlotOutcome.Done.class);

    for (String signal : List.of("-INT", "-TERM")) {
      new ProcessBuilder("kill", signal, Long.toString(slot.pid())).start().waitFor();
    }

    assertThat(inspect(sound)).isInstanceOf(SlotOutcome.Done.class);
  }

  private SlotOutcome inspect(Path source) throws InterruptedException {
    SlotRequest request =
        new SlotRequest(
            Tasks.task("inspect", source.getFileName().toString()),
            source,
            directory,
            SourceLimits.DEFAULT);
    return slot.run(request, progress -> {});
  }
}
