package io.framemill.worker.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebVttTest {
  @Test
  void whole_cue_isABlockOfTimesAndText() {
    assertThat(WebVtt.whole(List.of(new Cue(1, 3_600_000, "late"))))
        .isEqualTo("WEBVTT\n\n00:00:00.001 --> 01:00:00.000\nlate\n");
  }

  @Test
  void segment_withoutACue_isOnlyTheHeader() {
    assertThat(WebVtt.segment(List.of()))
        .isEqualTo("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:90000\n");
  }
}
