package io.framemill.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotCommand;
import io.framemill.worker.process.SlotLimits;
import io.framemill.worker.process.SlotOutcome;
import io.framemill.worker.process.SlotProcess;
import io.framemill.worker.slot.SlotRequest;
import io.framemill.worker.task.Tasks;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that try to make libav read another file or connect somewhere, each in the real slot. One
 * slot takes them all: none harms it.
 */
class SandboxIT {
  @TempDir private static Path shared;
  private static byte[] decoy;
  private static SlotProcess slot;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    decoy = Files.readAllBytes(TestClip.at(shared.resolve("decoy.ts")).size(64, 36).write());
    slot = SlotProcess.start("slot", SlotCommand.ofThisJvm(), SlotLimits.ofThisMachine(1));
  }

  @AfterAll
  static void end() {
    slot.close();
  }

  static Stream<Trick> tricks() {
    return Stream.of(PlaylistTricks.all(), ContainerTricks.all(), NameTricks.all())
        .flatMap(trick -> trick);
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void run_trick_touchesNothingButItsFile(Trick trick) throws Exception {
    try (FileTrap file = FileTrap.lay(directory.resolve("canary.ts"), decoy);
        NetTrap net = new NetTrap()) {
      Path source = write(trick, file, net);

      SlotOutcome outcome =
          slot.run(
              new SlotRequest(
                  Tasks.task("inspect", trick.fileName()), source, directory, SourceLimits.DEFAULT),
              progress -> {});

      assertThat(file.timesOpened()).as("opens").isZero();
      assertThat(net.connections()).as("connections").isZero();
      if (trick.answer().equals(Trick.PLAYS)) {
        assertThat(outcome).isInstanceOf(SlotOutcome.Done.class);
      } else {
        assertThat(outcome).isInstanceOf(SlotOutcome.Failed.class);
        SlotOutcome.Failed refused = (SlotOutcome.Failed) outcome;
        assertThat(refused.kind()).as(refused.reason()).isEqualTo(FailureKind.BAD_INPUT);
        assertThat(refused.reason()).startsWith(trick.fileName() + " ").contains(trick.answer());
      }
    }
  }

  private Path write(Trick trick, FileTrap file, NetTrap net) throws IOException {
    Trick.Traps traps = new Trick.Traps(file.path(), net.address());
    return Files.write(directory.resolve(trick.fileName()), trick.content().apply(traps));
  }

  static Stream<Trick> tricksThatBite() {
    return tricks().filter(Trick::bites);
  }

  /** What makes the other test worth something: these traps work, and FFmpeg does fall for this. */
  @ParameterizedTest
  @MethodSource("tricksThatBite")
  void open_trickWithoutLimits_stepsIntoATrap(Trick trick) throws Exception {
    try (FileTrap file = FileTrap.lay(directory.resolve("canary.ts"), decoy);
        NetTrap net = new NetTrap()) {
      Path source = write(trick, file, net);

      BareLibav.open(source, trick.bareOptions());

      assertThat(file.timesOpened() + net.connections()).isPositive();
    }
  }
}
