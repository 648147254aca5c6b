package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams without a container, whose pictures have no times: they follow each other evenly. */
class RawStreamIT {
  @TempDir private Path directory;

  @Test
  void encodeVideo_rawStreamWithRepeatedFields_lastsAsItsFlagsSay() throws IOException {
    TestClip clip = TestClip.at(directory.resolve("a.m2v")).size(160, 90).frames(48).gop(12);
    clip.videoCodec("mpeg2video").videoOption("bf", "2").headersInStream().write();
    Files.write(clip.file, withRepeatedFrames(Files.readAllBytes(clip.file)));

    TaskRun run = new TaskRun(clip.file, directory.resolve("out"));
    run.encodeVideo(2, TaskRun.rendition("90p", 160, 90));

    MediaInfo.VideoStream video = run.video();
    assertThat((video.endPts() - video.startPts()) * video.timeBase().toDouble()).isEqualTo(3);
    DecodedStream out = run.decodedVideo("90p");
    assertThat(out.frameNumbers()).isEqualTo(IntStream.range(0, 48).boxed().toList());
    double last = (out.framePts().get(47) - out.framePts().get(0)) * out.timeBase().toDouble();
    assertThat(last).isBetween(3 - 2.1 / 24, 3 - 0.9 / 24);
  }

  /** Sets repeat_first_field in each second picture (ISO/IEC 13818-2, 6.2.3.1): it stays twice. */
  private static byte[] withRepeatedFrames(byte[] stream) {
    int pictures = 0;
    for (int i = 0; i + 8 < stream.length; i++) {
      boolean isExtension =
          stream[i] == 0
              && stream[i + 1] == 0
              && stream[i + 2] == 1
              && stream[i + 3] == (byte) 0xb5;
      if (isExtension && stream[i + 4] >> 4 == -8 && pictures++ % 2 == 0) {
        stream[i + 7] |= 0x02;
      }
    }
    return stream;
  }

  @ParameterizedTest
  @CsvSource({"a.h264, libx264", "a.hevc, libx265", "a.m2v, mpeg2video"})
  void encodeVideo_rawStreamInChunks_hasEachPictureOnceAndEvenly(String file, String codec) {
    TestClip clip = TestClip.at(directory.resolve(file)).size(160, 90).frames(60).gop(12);
    clip.videoCodec(codec).videoOption("bf", "2").headersInStream().write();
    List<Integer> numbers = IntStream.range(0, 60).boxed().toList();

    for (int segmentsPerChunk : new int[] {1, 2, 100}) {
      TaskRun run = new TaskRun(clip.file, directory.resolve("chunks-of-" + segmentsPerChunk));
      run.encodeVideo(segmentsPerChunk, TaskRun.rendition("90p", 160, 90));

      assertThat(run.video().frameRate().toDouble()).isEqualTo(24);
      DecodedStream out = run.decodedVideo("90p");
      assertThat(out.frameNumbers()).isEqualTo(numbers);
      long step = out.framePts().get(1) - out.framePts().get(0);
      assertThat(step * out.timeBase().toDouble()).isBetween(1 / 24.1, 1 / 23.9);
      for (int i = 1; i < numbers.size(); i++) {
        assertThat(out.framePts().get(i) - out.framePts().get(i - 1)).isEqualTo(step);
      }
    }
  }
}
