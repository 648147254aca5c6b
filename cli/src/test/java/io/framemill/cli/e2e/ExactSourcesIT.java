package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that others get wrong come out the same, however many slots share the work. */
class ExactSourcesIT {
  private static final long TICKS_PER_SECOND = 90_000;

  /** The clock of MPEG-TS starts again from 0 after so many ticks: ISO/IEC 13818-1, 2.4.3.7. */
  private static final long ROLL_OVER = 1L << 33;

  private static final int FRAMES = 96;

  @TempDir Path directory;

  @Test
  void transcode_clockThatStartsAgainInAChunk_keepsEachPictureAtItsTime() throws IOException {
    long ticksPerFrame = TICKS_PER_SECOND / 24;
    long start = ROLL_OVER - 40 * ticksPerFrame - 77;
    Path source =
        TestClip.at(directory.resolve("wrap.ts"))
            .frames(FRAMES)
            .openGop()
            .gop(30)
            .times(new Rational(1, (int) TICKS_PER_SECOND), n -> start + n * ticksPerFrame)
            .sound(4_000)
            .soundStart((int) (start / 90))
            .muxerOption("mpegts_copyts", "1")
            .write();

    for (int slots : new int[] {1, 2, 7}) {
      List<DecodedStream> ladder = transcode(source, "", slots);

      for (DecodedStream rendition : ladder) {
        assertThat(rendition.frameNumbers()).isEqualTo(IntStream.range(0, FRAMES).boxed().toList());
        assertThat(rendition.framePts()).isEqualTo(evenTimes(rendition, FRAMES, 24));
      }
    }
  }

  @Test
  void transcode_unevenSourceAtAConstantRate_showsWhatIsOn() throws IOException {
    Path source =
        TestClip.at(directory.resolve("uneven.mkv"))
            .frames(FRAMES)
            .bFrames()
            .gop(1000)
            .times(new Rational(1, 1000), n -> 20L * n + (n < 50 ? 0 : 1_500))
            .write();
    List<Integer> expected = new ArrayList<>();
    for (int shown = 0; shown * 40 < 20 * FRAMES + 1_500; shown++) {
      int millis = shown * 40;
      expected.add(millis < 1000 ? millis / 20 : Math.max(49, (millis - 1_500) / 20));
    }

    for (int slots : new int[] {1, 2, 7}) {
      List<DecodedStream> ladder = transcode(source, "fps: 25\n", slots);

      for (DecodedStream rendition : ladder) {
        assertThat(rendition.frameNumbers()).isEqualTo(expected);
        assertThat(rendition.framePts()).isEqualTo(evenTimes(rendition, expected.size(), 25));
      }
      assertThat(Files.readString(output("uneven", slots).resolve("master.m3u8")))
          .contains("FRAME-RATE=25.000");
    }
  }

  private List<DecodedStream> transcode(Path source, String more, int slots) throws IOException {
    String profile =
        """
        encodes:
          - {height: 180, maxRateKbps: 800, preset: ultrafast}
          - {height: 90, maxRateKbps: 300, preset: ultrafast}
        packaging:
          segmentSeconds: 0.5
        """;
    Path file = Files.writeString(directory.resolve("small.yaml"), profile + more);
    FramemillProcess program =
        FramemillProcess.run(
            directory,
            "transcode",
            "--slots",
            String.valueOf(slots),
            "-o",
            "on-" + slots,
            "-p",
            file.toString(),
            source.toString());
    assertThat(program.exitCode()).as("%s", program).isZero();
    String name = String.valueOf(source.getFileName()).split("\\.", 2)[0];
    Path video = output(name, slots).resolve("video");
    return List.of(decoded(video.resolve("180p")), decoded(video.resolve("90p")));
  }

  private Path output(String name, int slots) {
    return directory.resolve("on-" + slots).resolve(name);
  }

  private static DecodedStream decoded(Path rendition) {
    DecodedMedia media = DecodedMedia.ofSegments(rendition);
    assertThat(media.complaints()).isEmpty();
    return media.video().get(0);
  }

  /** Times of pictures at a constant rate from 1 s on, in ticks of the stream. */
  private static List<Long> evenTimes(DecodedStream stream, int count, int framesPerSecond) {
    long ticksPerSecond = stream.timeBase().denominator();
    return LongStream.range(framesPerSecond, framesPerSecond + count)
        .map(n -> n * ticksPerSecond / framesPerSecond)
        .boxed()
        .toList();
  }
}
