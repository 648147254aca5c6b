package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
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
        new Profile.VideoEncode(VideoCodec.H264, height, 21, 100, 100, "fast", null));
  }

  private static final Geometry UPRIGHT = Geometry.of(1280, 720);

  private static Geometry turned(Orientation orientation) {
    return new Geometry(1280, 720, Crop.NONE, new Rational(1, 1), orientation);
  }

  private static String text(
      Geometry geometry, MediaInfo.Color color, VideoRendition... renditions) {
    return text(AV_PIX_FMT_YUV420P, geometry, color, renditions);
  }

  private static String text(
      int pixelFormat, Geometry geometry, MediaInfo.Color color, VideoRendition... renditions) {
    return text(
        pixelFormat, new VideoGraph(geometry, color, List.of(renditions), List.of()), color);
  }

  private static String text(int pixelFormat, VideoGraph graph, MediaInfo.Color color) {
    Libav.load();
    PictureFormat format =
        new PictureFormat(1280, 720, pixelFormat, PictureColor.of(color), new Rational(1, 1));
    return graph.text(format, new Rational(1, 90_000));
  }

  @Test
  void text_pictureLikeTheOutput_isScaledByZimgInACascade() {
    assertThat(
            text(
                UPRIGHT,
                MediaInfo.Color.BT709,
                rendition(1280, 720),
                rendition(854, 480),
                rendition(640, 360),
                rendition(426, 240)))
        .isEqualTo(
            "buffer=video_size=1280x720:pix_fmt=0:time_base=1/90000:colorspace=1:range=1"
                + ",setfield=prog,split=1[s0]"
                + ";[s0]zscale=w=1280:h=720:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,split=3[e0][s1][s2];[e0]buffersink@0"
                + ";[s1]zscale=w=854:h=480:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,split=1[e1];[e1]buffersink@1"
                + ";[s2]zscale=w=640:h=360:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,split=2[e2][s3];[e2]buffersink@2"
                + ";[s3]zscale=w=426:h=240:filter=bicubic:param_a=0:param_b=0.7"
                + ",setsar=1,format=yuv420p,split=1[e3];[e3]buffersink@3");
  }

  @Test
  void text_pictureOfAnotherFormat_isConvertedByLibswscaleOnce() {
    assertThat(
            text(
                AV_PIX_FMT_YUV420P10,
                UPRIGHT,
                MediaInfo.Color.BT709,
                rendition(1280, 720),
                rendition(640, 360)))
        .contains(
            "[s0]scale=w=1280:h=720:flags=bicubic:out_color_matrix=1:out_range=tv,",
            "[s1]zscale=w=640:h=360:filter=bicubic:param_a=0:param_b=0.6,");
  }

  @Test
  void text_hdr_mapsTonesAtTheSizeOfTheLargestRendition() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "bt2020nc", 4000);
    assertThat(text(UPRIGHT, pq, rendition(640, 360), rendition(960, 540)))
        .contains(",scale=w=960:h=540:flags=bicubic,format=yuv444p16le,zscale=")
        .contains("tonemap=tonemap=hable:desat=0:peak=40.0,")
        .containsOnlyOnce("tonemap=tonemap");
  }

  @Test
  void text_partOfALadder_isScaledThroughWhatOthersEncode() {
    VideoGraph graph =
        new VideoGraph(
            UPRIGHT,
            MediaInfo.Color.BT709,
            List.of(rendition(426, 240)),
            List.of(rendition(1280, 720), rendition(640, 360), rendition(320, 180)));
    assertThat(graph.sinkNames()).containsExactly("buffersink@0");
    assertThat(text(AV_PIX_FMT_YUV420P, graph, MediaInfo.Color.BT709))
        .endsWith(
            ",setfield=prog,split=1[s1]"
                + ";[s0]zscale=w=426:h=240:filter=bicubic:param_a=0:param_b=0.7"
                + ",setsar=1,format=yuv420p,split=1[e0];[e0]buffersink@0"
                + ";[s1]zscale=w=1280:h=720:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,split=1[s2]"
                + ";[s2]zscale=w=640:h=360:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,split=1[s0]");
  }

  @Test
  void text_partOfALadderOfHdr_mapsTonesAtTheSizeOfTheWholeLadder() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "bt2020nc", 4000);
    VideoGraph graph =
        new VideoGraph(UPRIGHT, pq, List.of(rendition(640, 360)), List.of(rendition(960, 540)));
    assertThat(text(AV_PIX_FMT_YUV420P, graph, pq)).contains(",scale=w=960:h=540:");
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
            text(
                turned(new Orientation(mirrored, degrees)), MediaInfo.Color.BT709, rendition(2, 2)))
        .contains(":range=1,setfield=prog" + turn + "split=1[s0];");
  }

  @Test
  void text_pictureOfAnotherShape_getsBarsWhereItIsScaledFirst() {
    String text =
        text(
            Geometry.of(960, 720), MediaInfo.Color.BT709, rendition(960, 720), rendition(480, 360));

    assertThat(text)
        .contains(
            "[s0]zscale=w=960:h=540:filter=bicubic:param_a=0:param_b=0.6"
                + ",setsar=1,format=yuv420p,pad=w=960:h=720:x=0:y=90:color=black,split=2[e0][s1]")
        .contains(
            "[s1]zscale=w=480:h=360:filter=bicubic:param_a=0:param_b=0.7"
                + ",setsar=1,format=yuv420p,split=1[e1]");
  }

  @Test
  void text_hdrPictureOfAnotherShape_mapsTonesWithoutTheBars() {
    MediaInfo.Color pq = new MediaInfo.Color("tv", "bt2020", "smpte2084", "bt2020nc", 4000);

    assertThat(text(Geometry.of(960, 720), pq, rendition(960, 720)))
        .contains(",scale=w=960:h=540:flags=bicubic,format=yuv444p16le,")
        .contains(",pad=w=960:h=720:x=0:y=90:color=black,");
  }

  @Test
  void text_cropped_cutsBeforeTurning() {
    Geometry geometry =
        new Geometry(
            1280, 720, new Crop(40, 20, 40, 20), new Rational(1, 1), new Orientation(false, 90));

    assertThat(text(geometry, MediaInfo.Color.BT709, rendition(680, 1200)))
        .contains(",setfield=prog,crop=w=1200:h=680:x=40:y=20:exact=1,transpose=clock,split");
  }
}
