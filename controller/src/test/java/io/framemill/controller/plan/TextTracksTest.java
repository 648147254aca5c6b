package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTracksTest {
  @Test
  void fit_severalTracks_haveNamesOfTheirOwnAndOneDefault() {
    assertThat(
            TextTracks.fit(
                List.of(
                    new SubtitleStream(
                        2, "subrip", "eng", "Full", false, false, List.of(), List.of(), 1),
                    new SubtitleStream(3, "ass", "eng", null, true, false, List.of(), List.of(), 1),
                    new SubtitleStream(
                        5, "ass", "eng", "Signs", true, true, List.of(), List.of(), 1))))
        .containsExactly(
            new SubtitleRendition("eng", 2, "eng", "Full", false, false, List.of()),
            new SubtitleRendition("eng-2", 3, "eng", null, true, false, List.of()),
            new SubtitleRendition("eng-forced", 5, "eng", "Signs", false, true, List.of()));
  }
}
