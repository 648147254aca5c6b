package io.framemill.worker.media.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;

import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.worker.media.libav.Libav;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether every codec of profiles has an encoder with all its facts. */
class EncodersIT {
  @BeforeAll
  static void load() {
    Libav.load();
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void of_everyVideoCodec_hasAnEncoderWithAllItsFacts(VideoCodec codec) {
    VideoEncoder encoder = VideoEncoder.of(codec);

    assertThat(avcodec_find_encoder_by_name(encoder.name)).as(encoder.name).isNotNull();
    assertThat(encoder.sampleEntry).hasSize(4);
    assertThat(encoder.reorderedPictures()).isBetween(0, 2);
    assertThat(encoder.leadOutPictures(codec.defaultPreset())).isNotNegative();
  }

  @ParameterizedTest
  @EnumSource(AudioCodec.class)
  void of_everyAudioCodec_hasAnEncoderWithAllItsFacts(AudioCodec codec) {
    AudioEncoder encoder = AudioEncoder.of(codec);

    assertThat(avcodec_find_encoder_by_name(encoder.name)).as(encoder.name).isNotNull();
    assertThat(av_get_sample_fmt(encoder.sampleFormat())).isNotNegative();
    assertThat(encoder.maxBitsPerSecond(2, codec.rateHz(48_000))).isGreaterThan(64_000);
    assertThat(encoder.codecString()).isNotBlank();
  }

  @Test
  void of_twoCodecs_areDifferentEncoders() {
    assertThat(Arrays.stream(VideoCodec.values()).map(codec -> VideoEncoder.of(codec).name))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(VideoCodec.values()).map(codec -> VideoEncoder.of(codec).sampleEntry))
        .doesNotHaveDuplicates();
  }
}
