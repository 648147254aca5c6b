package io.framemill.protocol.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.Profile.VideoEncode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VideoCodecTest {
  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void table_everyCodec_allowsItsDefaultsAndNothingBeyondItsBounds(VideoCodec codec) {
    VideoEncode encode =
        new VideoEncode(codec, 720, codec.defaultCrf(), 100, 100, codec.defaultPreset(), null);

    assertThat(encode.crf()).isBetween(codec.minCrf(), codec.maxCrf());
    assertThat(codec.presets()).contains(codec.defaultPreset()).doesNotHaveDuplicates();
    assertThat(codec.minSidePixels()).isPositive().isEven();
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void secondsPerMegapixel_everyPreset_costsNoLessThanTheFasterOne(VideoCodec codec) {
    List<Double> costs = codec.presets().stream().map(codec::secondsPerMegapixel).toList();

    assertThat(costs).allSatisfy(cost -> assertThat(cost).isPositive());
    boolean slowestFirst = codec.presets().get(0).equals("0");
    for (int i = 1; i < costs.size(); i++) {
      double step = costs.get(i) - costs.get(i - 1);
      assertThat(slowestFirst ? -step : step).isGreaterThanOrEqualTo(-1e-9);
    }
  }
}
