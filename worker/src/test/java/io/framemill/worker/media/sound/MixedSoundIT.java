package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixedSoundIT {
  private static final int RATE = 48_000;

  @TempDir private Path directory;

  @Test
  void encodeAudio_formatChangesInMidStream_goesOnWithoutAGap() throws IOException {
    TestClip first =
        TestClip.at(directory.resolve("1.ts")).frames(48).sound(2000).soundFormat(44_100, 1);
    TestClip second =
        TestClip.at(directory.resolve("2.ts"))
            .frames(48)
            .times(new Rational(1, 24), n -> n + 48)
            .sound(2000)
            .soundStart(2000);
    Path joined = directory.resolve("joined.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(first.write(), out);
      Files.copy(second.write(), out);
    }
    TaskRun run = new TaskRun(joined, directory.resolve("out"));

    EncodedRendition rendition = run.encodeAudio(RATE, 2);

    long end = rendition.segments().get(rendition.segments().size() - 1).endPts();
    assertThat(end).isBetween(4L * RATE - 2048, 4L * RATE + 2048);
    List<Float> samples = run.decodedAudio().audio().get(0).samples();
    // Mono spread over two channels is 3 dB lower in each.
    assertThat(loudness(samples, RATE / 2, RATE)).isBetween(0.23, 0.27);
    assertThat(loudness(samples, 5 * RATE / 2, 3 * RATE)).isBetween(0.33, 0.38);
  }

  private static double loudness(List<Float> samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples.get(i) * samples.get(i);
    }
    return Math.sqrt(sum / (to - from));
  }
}
