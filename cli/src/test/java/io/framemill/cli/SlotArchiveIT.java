package io.framemill.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.process.SlotClassArchive;
import io.framemill.worker.process.SlotCommand;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotArchiveIT {
  private static final Path SAMPLE = Path.of("../samples/bbb_720p_10s.mp4").toAbsolutePath();

  @TempDir private Path directory;

  @Test
  void make_ofASample_leavesWhatInspectionAndEncodingLoad() throws Exception {
    Path archive = directory.resolve("slot.jsa");

    SlotClassArchive.make(
        slotOfJars(), SAMPLE, directory, ClassArchiveBuilder::shortestOfEachKind, archive);

    assertThat(archive)
        .content(ISO_8859_1)
        .contains("io/framemill/worker/media/inspect/PictureScan")
        .contains("io/framemill/worker/media/picture/VideoChunkEncoder")
        .contains("io/framemill/worker/media/sound/AudioTrackEncoder")
        .doesNotContain("org/sqlite");
  }

  @Test
  void makeSlotArchive_taskFails_leavesNothing() throws Exception {
    Path text = Files.writeString(directory.resolve("video.mp4"), "no video");
    Path made = Files.createDirectory(directory.resolve("made"));

    ClassArchiveBuilder.makeSlotArchive(
        slotOfJars(), text, directory.resolve("output"), made.resolve("slot.jsa"));

    assertThat(made).isEmptyDirectory();
  }

  /** As the launcher has it; the tests' own class path has directories as well. */
  private static SlotCommand slotOfJars() {
    SlotCommand ours = SlotCommand.ofThisJvm();
    String jars =
        Stream.of(ours.classPath().split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));
    return new SlotCommand(ours.java(), jars, ours.mainClass(), null);
  }
}
