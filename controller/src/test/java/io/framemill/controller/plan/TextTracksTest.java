package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.MediaInfo.SubtitleStream;
import io.framemill.protocol.Rational;
import io.framemill.protocol.SubtitleRendition;
import io.framemill.protocol.Timeline;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTracksTest {
  @Test
  void fit_severalTracks_haveNamesOfTheirOwnAndOneDefault() {
    assertThat(
            TextTracks.fit(
                List.of(
                    new SubtitleStream(2, "subrip", "eng", "Full", false, false, List.of(), List.of()),
                    new SubtitleStream(3, "ass", "eng", null, true, false, List.of(), List.of()),
                    new SubtitleStream(5, "ass", "eng", "Signs", true, true, List.of(), List.of()))))
        .containsExactly(
            new SubtitleRendition("eng", 2, "eng", "Full", false, false, List.of()),
            new SubtitleRendition("eng-2", 3, "eng", null, true, false, List.of()),
            new SubtitleRendition("eng-forced", 5, "eng", "Signs", false, true, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"500, 60000", "4000, 60000", "7000, 56000", "40000, 40000", "60000, 60000"})
  void segments_anyLength_areWholeSegmentsOfTheProgramme(int millis, int expected) {
    Timeline programme = new Timeline(new Rational(1, 24), 7, 7_000, millis);
    Timeline text = TextTracks.segments(programme);
    assertThat(text.segmentMillis()).isEqualTo(expected);
    assertThat(text.segmentStartPts(2)).isEqualTo(programme.segmentStartPts(expected / millis + 1));
    assertThat(text.endPts()).isEqualTo(programme.endPts());
  }
}
