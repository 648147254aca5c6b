package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.Orientation;
import io.framemill.protocol.Profile;
import io.framemill.protocol.Rational;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.Libav;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoGraphIT {
  private static VideoRendition rendition(int width, int height) {
    return new VideoRendition(
        "r",
        width,
        height,
        new Profile.VideoEncode(Profile.VideoCodec.H264, height, 21, 100, 100, "fast", null));
  }

  private static String text(
      Orientation orientation, MediaInfo.Color color, VideoRendition... renditions) {
    Libav.load();
    PictureFormat format = new PictureFormat(1280, 720, AV_PIX_FMT_YUV420P, PictureColor.of(color));
    return new VideoGraph(orientation, color, List.of(renditions))
        .text(format, new Rational(1, 90_000));
  }

  @Test
  void text_twoRenditions_splitsAndScales() {
    assertThat(
            text(
                Orientation.UPRIGHT,
                MediaInfo.Color.BT709,
                rendition(1280, 720),
                rendition(640, 360)))
        .isEqualTo(
            "buffer=video_size=1280x720:pix_fmt=0:time_base=1/90000:colorspace=1:range=1"
                + ",split=2[s0][s1]"
                + ";[s0]scale=w=1280:h=720:flags=bicubic:out_color_matrix=1:out_range=tv"
                + ",setsar=1,format=yuv420p,buffersink@0"
                + ";[s1]scale=w=640:h=360:flags=bicubic:out_color_matrix=1:out_range=tv"
                + ",setsar=1,format=yuv420p,buffersink@1");
  }

  @Test
  void text_hdr_mapsTonesAtTheSizeOfTheLargestRendition() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "bt2020nc", 4000);
    assertThat(text(Orientation.UPRIGHT, pq, rendition(640, 360), rendition(960, 540)))
        .contains(",scale=w=960:h=540:flags=bicubic,format=yuv444p16le,zscale=")
        .contains("tonemap=tonemap=hable:desat=0:peak=40.0,")
        .containsOnlyOnce("tonemap=tonemap");
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
    assertThat(text(new Orientation(mirrored, degrees), MediaInfo.Color.BT709, rendition(2, 2)))
        .contains(":range=1" + turn + "split=1[s0];");
  }
}
