package io.framemill.cli.view;

import static io.framemill.controller.http.FakeJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final JobStatus RUNNING = aJob("clip", JobState.RUNNING);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 'clip.mp4                  ###############---------------   50%  360/720   48.0 fps   2.00x  ETA  0:08'",
        " 90 | 'clip.mp4                  #########----------   50%  360/720   48.0 fps   2.00x  ETA  0:08'",
        " 80 | 'clip.mp4                  ####-----   50%  360/720   48.0 fps   2.00x  ETA  0:08'",
        " 60 | 'clip.mp4              ######-------   50%   2.00x  ETA  0:08'",
        " 40 | 'clip.mp4       ####----   50%  ETA  0:08'",
        " 20 | 'clip.mp4   50%'"
      })
  void running_width_leavesOutTheLeastUsefulFirst(int columns, String expected) {
    assertThat(new ProgressLine(columns, false, false).running(RUNNING)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 16, 20, 25, 33, 40, 41, 55, 64, 79, 80, 81, 100, 200})
  void running_anyWidth_fits(int columns) {
    assertThat(new ProgressLine(columns, true, false).running(RUNNING).length())
        .isLessThanOrEqualTo(columns);
  }

  @Test
  void running_nothingKnownYet_hasNoFramesAndNoEta() {
    JobStatus accepted = with(0, 0, 0, null, JobState.ACCEPTED);

    assertThat(new ProgressLine(120, false, false).running(accepted))
        .contains("  0%  ", "ETA  -:--")
        .doesNotContain("/");
  }

  @Test
  void running_longName_keepsBothEnds() {
    JobStatus job = aJob("a-very-long-name-of-a-film-in-parts-part-01", JobState.RUNNING);

    assertThat(new ProgressLine(120, false, false).running(job))
        .startsWith("a-very-long-~part-01.mp4  ");
  }

  @Test
  void running_almostDone_isNotRoundedUpTo100() {
    assertThat(
            new ProgressLine(120, false, false)
                .running(with(719, 720, 99.96, 0L, JobState.RUNNING)))
        .contains("#-   99%");
  }

  @Test
  void running_colour_wrapsTheBarOnly() {
    String line = new ProgressLine(120, true, true).running(RUNNING);

    assertThat(line).contains("\u001b[36m" + "\u2501".repeat(15) + "\u001b[0m\u2500");
    assertThat(line.replaceAll("\u001b\\[\\d+m", ""))
        .isEqualTo(new ProgressLine(120, true, false).running(RUNNING));
  }

  @Test
  void ended_done_tellsFramesAndTime() {
    assertThat(new ProgressLine(80, false, false).ended(aJob("clip", JobState.DONE)))
        .isEqualTo("clip.mp4                  done  720 frames in 1:00");
  }

  @Test
  void ended_failed_tellsTheWholeReason() {
    assertThat(new ProgressLine(20, false, true).ended(aJob("clip", JobState.FAILED)))
        .isEqualTo("clip.mp4                  \u001b[31mfailed\u001b[0m  No video in it");
  }

  @Test
  void ended_cancelled_saysSo() {
    assertThat(new ProgressLine(80, false, false).ended(aJob("clip", JobState.CANCELLED)))
        .isEqualTo("clip.mp4                  cancelled");
  }

  private static JobStatus with(
      long frames, long total, double percent, @Nullable Long etaMillis, JobState state) {
    return new JobStatus(
        RUNNING.job(),
        RUNNING.name(),
        "p",
        state,
        50,
        "out",
        null,
        0,
        null,
        1,
        0,
        frames,
        total,
        percent,
        0,
        0,
        etaMillis);
  }
}
