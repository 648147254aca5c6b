package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundFormatTest {
  private static AudioRendition rendition(AudioCodec codec, int channels) {
    AudioEncode encode = new AudioEncode(codec, 128, channels);
    return new AudioRendition("a", "und", null, true, List.of(), 48_000, channels, encode);
  }

  private static SoundFormat format(String channels, int count, boolean hasPlaces) {
    return new SoundFormat(44_100, 8, channels, count, hasPlaces);
  }

  @Test
  void graphTo_surround_mixesDown() {
    assertThat(
            format("5.1(side)", 6, true)
                .graphTo("abuffersink@x", rendition(AudioCodec.AAC, 2), -1.5))
        .isEqualTo(
            "abuffer=time_base=1/44100:sample_rate=44100:sample_fmt=8:channel_layout='5.1(side)',"
                + "aresample=48000:first_pts=0:rematrix_maxval=1"
                + ":min_comp=0.003:max_soft_comp=0.005:comp_duration=1:min_hard_comp=0.008,"
                + "aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,"
                + "volume=-1.500dB,abuffersink@x");
  }

  @ParameterizedTest
  @CsvSource({"1, mono", "2, stereo", "6, 5.1", "8, 7.1"})
  void graphTo_channels_becomeTheUsualLayout(int channels, String layout) {
    assertThat(format("7.1", 8, true).graphTo("s", rendition(AudioCodec.OPUS, channels), 0))
        .contains("sample_fmts=flt:", "channel_layouts=" + layout + ",s");
  }

  @Test
  void graphTo_channelsWithoutPlaces_takesTheFirstTwo() {
    assertThat(format("16 channels", 16, false).graphTo("s", rendition(AudioCodec.AAC, 2), 0))
        .contains("channel_layout='16 channels',pan=stereo|c0=c0|c1=c1,aresample");
  }
}
