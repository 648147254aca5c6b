package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundFormatTest {
  @Test
  void graphTo_surround_mixesDown() {
    assertThat(new SoundFormat(44_100, 8, "5.1(side)").graphTo("abuffersink@x", 48_000, 2))
        .isEqualTo(
            "abuffer=time_base=1/44100:sample_rate=44100:sample_fmt=8:channel_layout='5.1(side)',"
                + "aresample=48000:async=1:first_pts=0,"
                + "aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo,"
                + "abuffersink@x");
  }

  @Test
  void graphTo_oneChannel_isMono() {
    assertThat(new SoundFormat(48_000, 8, "stereo").graphTo("s", 48_000, 1))
        .contains("channel_layouts=mono");
  }
}
