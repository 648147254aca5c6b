package io.framemill.worker.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebVttTest {
  @Test
  void whole_longProgramme_writesHours() {
    assertThat(WebVtt.whole(List.of(new Cue(359_999_999, 360_000_001, "late"))))
        .isEqualTo("WEBVTT\n\n99:59:59.999 --> 100:00:00.001\nlate\n");
  }

  @Test
  void segment_withoutACue_isOnlyTheHeader() {
    assertThat(WebVtt.segment(List.of()))
        .isEqualTo("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:90000\n");
  }
}
