package io.framemill.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotCommand;
import io.framemill.worker.process.SlotLimits;
import io.framemill.worker.process.SlotOutcome;
import io.framemill.worker.process.SlotProcess;
import io.framemill.worker.slot.SlotRequest;
import io.framemill.worker.task.Tasks;
import io.framemill.worker.task.Wav;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that ask for too much, in a real slot: refused with the limit, and the slot goes on. */
class LimitsIT {
  private static final SourceLimits USUAL = SourceLimits.DEFAULT;

  /** ISO/IEC 15444-1, A.5.1: the marker segment of the size, for three components. */
  private static final String SIZE = "\u00ff\u0051\0\u002f";

  private static SlotProcess slot;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    slot = SlotProcess.start("slot", SlotCommand.ofThisJvm(), SlotLimits.ofThisMachine(1));
  }

  @AfterAll
  static void end() {
    slot.close();
  }

  @AfterEach
  void theSlotGoesOn() throws Exception {
    Path sound = Wav.write(directory.resolve("sound.wav"), 1);
    assertThat(inspect(sound, USUAL)).isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void inspect_hugePictureInASmallFile_isRefusedAndTakesNoMemory() throws Exception {
    Path bomb = jpegs("bomb.avi");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(bomb));
    String text = new String(bytes.array(), StandardCharsets.ISO_8859_1);
    for (int at = text.indexOf(SIZE); at > 0; at = text.indexOf(SIZE, at + 1)) {
      // Of the picture, and of its only tile.
      bytes.putInt(at + 6, 60_000).putInt(at + 10, 60_000);
      bytes.putInt(at + 22, 60_000).putInt(at + 26, 60_000);
    }
    Files.write(bomb, bytes.array());

    assertRefused(bomb, USUAL, "pictures of 60000x60000 pixels", "67108864", "--max-pixels");
    assertThat(peakMegabytes()).isLessThan(600);
  }

  @Test
  void inspect_hugePictureByItsHeader_isRefused() throws Exception {
    SourceLimits small = new SourceLimits(64 * 36 - 1, 1, 1000, 10_000);

    assertRefused(jpegs("a.avi"), small, "pictures of 64x36 pixels", "2303", "--max-pixels");
    assertThat(inspect(jpegs("a.avi"), new SourceLimits(64 * 36, 1, 1000, 10_000)))
        .isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void inspect_tenThousandStreams_isRefused() throws Exception {
    Path file =
        Files.write(directory.resolve("streams.mkv"), ContainerTricks.matroskaOfTracks(10_000));

    assertRefused(file, USUAL, "more than 200 streams", "--max-streams");
  }

  @Test
  void inspect_oneStreamTooMany_isRefused() throws Exception {
    Path file = TestClip.at(directory.resolve("a.mp4")).size(64, 36).frames(12).sound(500).write();

    assertRefused(
        file, new SourceLimits(10_000, 1, 1000, 10_000), "more than 1 streams", "--max-streams");
    assertThat(inspect(file, new SourceLimits(10_000, 2, 1000, 10_000)))
        .isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void inspect_ninetyThousandPicturesASecond_isRefused() throws Exception {
    Path file =
        TestClip.at(directory.resolve("a.mov"))
            .size(64, 36)
            .times(new Rational(1, 90_000), n -> n)
            .frames(1100)
            .gop(1100)
            .write();

    assertRefused(file, USUAL, "more than 1000 pictures a second", "--max-fps");
    assertThat(inspect(file, new SourceLimits(10_000, 1, 90_000, 10_000)))
        .isInstanceOf(SlotOutcome.Done.class);
  }

  @Test
  void inspect_sixtyHoursInAFewPictures_isRefused() throws Exception {
    Path file =
        TestClip.at(directory.resolve("a.mkv"))
            .size(64, 36)
            .times(new Rational(1, 1), n -> n * 3540L)
            .frames(61)
            .write();

    assertRefused(file, USUAL, "more than 48 hours", "--max-duration");
  }

  private Path jpegs(String name) {
    return TestClip.at(directory.resolve(name))
        .size(64, 36)
        .frames(2)
        .videoCodec("jpeg2000")
        .write();
  }

  private void assertRefused(Path file, SourceLimits limits, String... words) throws Exception {
    SlotOutcome outcome = inspect(file, limits);
    assertThat(outcome).isInstanceOf(SlotOutcome.Failed.class);
    SlotOutcome.Failed refused = (SlotOutcome.Failed) outcome;
    assertThat(refused.kind()).as(refused.reason()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(refused.reason())
        .as("%s", slot.lastLogLines())
        .startsWith(file.getFileName() + " has ")
        .contains(words);
  }

  private SlotOutcome inspect(Path source, SourceLimits limits) throws InterruptedException {
    SlotRequest request =
        new SlotRequest(Tasks.task("inspect", "source"), source, directory, limits);
    return slot.run(request, progress -> {});
  }

  private static long peakMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(slot.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
