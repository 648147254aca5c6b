package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.testmedia.MediaFiles;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chained Ogg files whose links have several streams. */
class ChainedOggIT {
  @TempDir private Path directory;

  /** 2 s of pictures. */
  private TestClip link(int number, int soundMillis) {
    return TestClip.at(directory.resolve(number + ".ogg"))
        .size(160, 90)
        .videoCodec("libvpx")
        .sound(soundMillis)
        .soundCodec("libopus")
        .muxerOption("serial_offset", "" + 10 * number);
  }

  private TaskRun join(TestClip one, TestClip two) {
    Path joined = MediaFiles.join(directory.resolve("joined.ogg"), one.write(), two.write());
    return new TaskRun(joined, directory.resolve("out"));
  }

  @Test
  void encodeVideo_linksWithLongerSound_beginWhereTheSoundEnds() {
    TaskRun run = join(link(1, 3000), link(2, 3000));

    run.encodeVideo(100, TaskRun.rendition("90p", 160, 90));

    assertThat(run.video().pictures().total()).isEqualTo(96);
    assertThat(run.decodedVideo("90p").frameNumbers())
        .isEqualTo(
            Stream.concat(IntStream.range(0, 48).boxed(), IntStream.range(0, 48).boxed()).toList());
    assertThat(run.decodedVideo("90p").frameSeconds(48) - run.decodedVideo("90p").frameSeconds(0))
        .isBetween(2.9, 3.1);
  }

  @Test
  void encodeAudio_linksWithLongerPicture_beginWhereThePictureEnds() {
    TaskRun run = join(link(1, 1000), link(2, 1000));

    run.encodeAudio(48_000, 2);

    List<Float> samples = run.decodedAudio().audio().get(0).samples();
    assertThat(loudest(samples, 4_000, 44_000)).isGreaterThan(0.1f);
    assertThat(loudest(samples, 54_000, 90_000)).isLessThan(0.01f);
    assertThat(loudest(samples, 102_000, 138_000)).isGreaterThan(0.1f);
  }

  private static float loudest(List<Float> samples, int from, int to) {
    return samples.subList(from, to).stream().map(Math::abs).max(Float::compare).orElseThrow();
  }

  @Test
  void inspect_streamOnlyInALaterLink_isNamed() {
    TaskRun run = join(link(1, 2000).noPicture(), link(2, 2000));

    assertThat(run.media().audio()).hasSize(1);
    assertThat(run.media().leftOut())
        .singleElement()
        .returns("video", MediaInfo.LeftOut::kind)
        .returns("vp8", MediaInfo.LeftOut::codec)
        .returns(true, MediaInfo.LeftOut::isLoss)
        .returns(
            "it is only in link 2 of the chained file, not in the first one",
            MediaInfo.LeftOut::reason);
  }
}
