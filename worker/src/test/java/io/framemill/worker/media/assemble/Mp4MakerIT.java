package io.framemill.worker.media.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.FragmentBoxes;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4MakerIT {
  private static final VideoRendition PICTURE = TaskRun.rendition("36p", 64, 36);
  private static final MediaProgress UNHEARD = (frames, millis) -> {};

  @TempDir private Path directory;

  @Test
  void mux_pictureAndSound_holdsEveryPacketFromZeroOn() {
    TaskRun run = run(clip().bFrames().sound(3000));
    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(1, PICTURE);
    EncodedRendition sound = run.encodeAudio(48_000, 2);

    TaskResult.Muxed muxed = run.mux(PICTURE, true, UNHEARD);

    assertThat(muxed.bytes()).isEqualTo(file().toFile().length());
    assertThat(muxed.frames()).isEqualTo(72);
    assertThat(muxed.endPts()).isEqualTo(lastEnd(chunks));
    assertThat(muxed.soundPackets())
        .isEqualTo(sound.segments().stream().mapToLong(EncodedSegment::frames).sum());
    DecodedMedia decoded = DecodedMedia.of(file());
    assertThat(decoded.complaints()).isEmpty();
    DecodedStream picture = decoded.video().get(0);
    assertThat(picture.frameNumbers()).isEqualTo(IntStream.range(0, 72).boxed().toList());
    assertThat(picture.framePts())
        .isEqualTo(IntStream.range(0, 72).mapToObj(n -> n * 512L).toList());
    assertThat(picture.timeBase()).isEqualTo(new Rational(1, 12_288));
    DecodedStream heard = decoded.audio().get(0);
    assertThat(heard.packetPts()).startsWith(0L, 1024L).hasSize((int) muxed.soundPackets());
    assertThat(heard.samples())
        .as("the samples of the segments, none moved")
        .isEqualTo(run.decodedAudio().audio().get(0).samples());
  }

  @Test
  void mux_reorderedPictures_areDecodedAsLittleBeforeTheirShowingAsCanBe() {
    TaskRun run = run(clip().bFrames());
    run.encodeVideo(2, PICTURE);

    run.mux(PICTURE, false, UNHEARD);

    DecodedStream picture = DecodedMedia.of(file()).video().get(0);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < picture.packetPts().size(); i++) {
      waits.add(picture.packetPts().get(i) - picture.packetDts().get(i));
    }
    assertThat(waits).allMatch(wait -> wait >= 0).contains(0L);
    assertThat(picture.packetDts()).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void mux_file_hasItsIndexInFrontAndNothingElseIsLeft() {
    TaskRun run = run(clip());
    run.encodeVideo(2, PICTURE);

    run.mux(PICTURE, false, UNHEARD);
    run.mux(PICTURE, false, UNHEARD);

    assertThat(FragmentBoxes.topLevel(file()))
        .startsWith("ftyp", "moov")
        .endsWith("mdat")
        .doesNotContain("moof");
    assertThat(file().getParent()).isDirectoryNotContaining(path -> !path.equals(file()));
  }

  @Test
  void mux_pauseLongerThanASegment_keepsEveryTime() {
    TaskRun run = run(clip().times(new Rational(1, 24), n -> n < 40 ? n : n + 60).bFrames());
    List<TaskResult.VideoEncoded> chunks = run.encodeVideo(2, PICTURE);

    TaskResult.Muxed muxed = run.mux(PICTURE, false, UNHEARD);

    assertThat(muxed.frames()).isEqualTo(72);
    assertThat(muxed.endPts()).isEqualTo(lastEnd(chunks));
    DecodedStream picture = DecodedMedia.of(file()).video().get(0);
    assertThat(picture.framePts())
        .isEqualTo(IntStream.range(0, 72).mapToObj(n -> (n < 40 ? n : n + 60L) * 512).toList());
  }

  @Test
  void mux_noSegments_saysThatThereIsNoPicture() {
    TaskRun run = run(clip());

    assertThatThrownBy(() -> run.mux(PICTURE, false, UNHEARD))
        .isInstanceOf(BadSourceException.class)
        .hasMessageContaining("no picture to put into clip.mp4");
    assertThat(file()).doesNotExist();
  }

  @Test
  void mux_segmentThatCannotBeRead_failsAndLeavesNothing() throws IOException {
    TaskRun run = run(clip());
    run.encodeVideo(3, PICTURE);
    Path segment = directory.resolve("out/video/36p/00002.m4s");
    Files.delete(segment);
    Files.createDirectory(segment);

    assertThatThrownBy(() -> run.mux(PICTURE, false, UNHEARD))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("36p");
    assertThat(file()).doesNotExist();
  }

  @Test
  void mux_working_isHeardOf() {
    TaskRun run = run(clip());
    run.encodeVideo(3, PICTURE);
    List<Long> frames = new ArrayList<>();

    run.mux(PICTURE, false, (done, millis) -> frames.add(done));

    assertThat(frames).isNotEmpty().isSorted().endsWith(72L);
  }

  private static long lastEnd(List<TaskResult.VideoEncoded> chunks) {
    List<EncodedSegment> last = chunks.get(chunks.size() - 1).renditions().get(0).segments();
    return last.get(last.size() - 1).endPts();
  }

  private TestClip clip() {
    return TestClip.at(directory.resolve("source.mp4")).frames(72).size(64, 36);
  }

  private TaskRun run(TestClip clip) {
    return new TaskRun(clip.write(), directory.resolve("out"));
  }

  private Path file() {
    return directory.resolve("out/mp4/clip.mp4");
  }
}
