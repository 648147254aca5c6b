package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.Rational;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.MediaFiles;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings put together byte by byte, so that time jumps where they meet. */
class JoinedStreamIT {
  private static final long DAY_FRAMES = 24L * 24 * 60 * 60;

  @TempDir private Path directory;

  private TestClip clip(String file, long firstFrame) {
    return TestClip.at(directory.resolve(file))
        .size(160, 90)
        .frames(48)
        .bFrames()
        .gop(12)
        .times(new Rational(1, 24), n -> firstFrame + n);
  }

  private Path join(String file, Path... parts) {
    return MediaFiles.join(directory.resolve(file), parts);
  }

  private static List<Integer> twice() {
    return Stream.concat(IntStream.range(0, 48).boxed(), IntStream.range(0, 48).boxed()).toList();
  }

  @ParameterizedTest
  @CsvSource({"0, ts", "2, ts", "5000, ts", "2073600, ts", "0, mpg"})
  void encodeVideo_joinedParts_goOnOneAfterTheOther(long secondStart, String extension) {
    TestClip one = clip("1." + extension, 100);
    TestClip two = clip("2." + extension, 100 + secondStart);
    if (extension.equals("mpg")) {
      one.videoCodec("mpeg2video");
      two.videoCodec("mpeg2video");
    }
    Path joined = join("joined." + extension, one.write(), two.write());

    for (int segmentsPerChunk : new int[] {1, 2, 100}) {
      TaskRun run = new TaskRun(joined, directory.resolve("chunks-of-" + segmentsPerChunk));
      run.encodeVideo(segmentsPerChunk, TaskRun.rendition("90p", 160, 90));

      DecodedStream out = run.decodedVideo("90p");
      assertThat(out.frameNumbers()).isEqualTo(twice());
      assertThat(run.timeline().segmentCount()).isBetween(4, 5);
    }
  }

  @Test
  void encodeAudio_joinedParts_goOnOneAfterTheOther() {
    Path part = clip("1.ts", 0).sound(2000).write();
    TaskRun run = new TaskRun(join("joined.ts", part, part), directory.resolve("out"));

    run.encodeAudio(48_000, 2);

    assertThat(run.decodedAudio().audio().get(0).samples()).hasSizeBetween(188_000, 196_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mkv", "a.mp4", "a.flv"})
  void inspect_timeJumpsByADayElsewhere_isRefused(String file) {
    Path source =
        clip(file, 0).times(new Rational(1, 24), n -> n < 24 ? n : n + DAY_FRAMES).write();

    assertThatThrownBy(() -> TaskRun.inspect(source))
        .isInstanceOf(BadSourceException.class)
        .hasMessageStartingWith("The times of " + file + " jump by 24 hours in the middle");
  }
}
