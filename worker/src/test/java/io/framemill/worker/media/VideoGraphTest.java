package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Orientation;
import io.framemill.protocol.Profile;
import io.framemill.protocol.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoGraphTest {
  private static VideoRendition rendition(int width, int height) {
    return new VideoRendition(
        "r",
        width,
        height,
        new Profile.VideoEncode(Profile.VideoCodec.H264, height, 21, 100, 100, "fast", null));
  }

  @Test
  void text_twoRenditions_splitsAndScales() {
    assertThat(
            VideoGraph.text(
                "buffer=x",
                Orientation.UPRIGHT,
                List.of(rendition(1280, 720), rendition(640, 360))))
        .isEqualTo(
            "buffer=x,split=2[s0][s1]"
                + ";[s0]scale=w=1280:h=720:flags=bicubic:out_range=tv,setsar=1,format=yuv420p,"
                + "buffersink@0"
                + ";[s1]scale=w=640:h=360:flags=bicubic:out_range=tv,setsar=1,format=yuv420p,"
                + "buffersink@1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false | 90  | ,transpose=clock,",
        "false | 180 | ,hflip,vflip,",
        "false | 270 | ,transpose=cclock,",
        "true  | 0   | ,hflip,",
        "true  | 90  | ,hflip,transpose=clock,",
      })
  void text_turned_turnsBeforeSplitting(boolean mirrored, int degrees, String turn) {
    assertThat(
            VideoGraph.text(
                "buffer=x", new Orientation(mirrored, degrees), List.of(rendition(2, 2))))
        .startsWith("buffer=x" + turn + "split=1[s0];");
  }
}
