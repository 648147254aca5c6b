package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.Profile.VideoCodec;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodeCostsTest {
  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void secondsPerMegapixel_everyPreset_costsNoLessThanTheFasterOne(VideoCodec codec) {
    List<Double> costs =
        codec.presets().stream()
            .map(preset -> new VideoEncode(codec, 720, 30, 100, 100, preset, null))
            .map(EncodeCosts::secondsPerMegapixel)
            .toList();

    boolean slowestFirst = costs.get(0) > costs.get(costs.size() - 1);
    assertThat(slowestFirst).isEqualTo(codec == VideoCodec.AV1 || codec == VideoCodec.VP9);
    for (int i = 1; i < costs.size(); i++) {
      double step = costs.get(i) - costs.get(i - 1);
      assertThat(slowestFirst ? -step : step).isGreaterThanOrEqualTo(-1e-9);
    }
  }
}
