package io.framemill.cli.view;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.console.TestConsole;
import io.framemill.cli.option.JsonOption;
import io.framemill.cli.option.QuietOption;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class JobViewsTest {
  private static final long STEP_NANOS = 1_000_000_000;
  private static final String WRAPPED = "\u001b[?7l%s\u001b[?7h";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nanos = new AtomicLong();
  private final ProgressLine line = new ProgressLine(40, false, false);

  @Test
  void terminal_progress_drawsOverTheLine() {
    JobStatus job = aJob("clip", JobState.RUNNING);
    TerminalView view = terminal();

    view.show(progress(job));
    nanos.addAndGet(STEP_NANOS);
    view.show(progress(job));

    String drawn = WRAPPED.formatted(line.running(job) + "\n");
    assertThat(printed()).isEqualTo(drawn + "\u001b[1A\r\u001b[0J" + drawn);
  }

  @Test
  void terminal_progressTooOften_isNotDrawn() {
    TerminalView view = terminal();
    view.show(progress(aJob("clip", JobState.RUNNING)));
    String once = printed();

    view.show(progress(aJob("clip", JobState.RUNNING)));

    assertThat(printed()).isEqualTo(once);
  }

  @Test
  void terminal_jobEnds_itsLastLineStaysAbove() {
    JobStatus done = aJob("one", JobState.DONE);
    JobStatus running = aJob("two", JobState.RUNNING);
    TerminalView view = terminal();
    view.show(progress(aJob("one", JobState.RUNNING)));
    nanos.addAndGet(STEP_NANOS);
    view.show(progress(running));
    bytes.reset();

    view.show(anEvent(3, Kind.DONE, done));

    assertThat(printed())
        .isEqualTo(
            "\u001b[2A\r\u001b[0J"
                + line.ended(done)
                + "\n"
                + WRAPPED.formatted(line.running(running) + "\n"));
  }

  @Test
  void terminal_retry_isToldAbove() {
    TerminalView view = terminal();

    view.show(new JobEvent(2, 0, Kind.RETRY, "slot died", aJob("clip", JobState.RUNNING)));

    assertThat(printed()).startsWith("clip.mp4: slot died\n");
  }

  @Test
  void terminal_manyJobs_drawsTenAndCountsTheRest() {
    TerminalView view = terminal();
    for (int i = 10; i < 25; i++) {
      nanos.addAndGet(STEP_NANOS);
      view.show(progress(aJob("job" + i, JobState.RUNNING)));
    }

    assertThat(printed()).contains("job19.mp4").doesNotContain("job20.mp4").contains("and 5 more");
  }

  @Test
  void terminal_logLine_comesAboveTheDrawing() {
    Logger log = LoggerFactory.getLogger("library.Test");
    try (TerminalView view = terminal()) {
      view.takeLogLines();
      log.warn("Look out");
    }
    log.warn("Unseen");

    assertThat(printed()).contains("WARN  - Test: Look out\n").doesNotContain("Unseen");
  }

  @Test
  void plain_story_isALineForEachEventWithItsJob() {
    PlainView view = new PlainView(stream, ZoneOffset.UTC);

    view.show(anEvent(1, Kind.ACCEPTED, aJob("clip", JobState.ACCEPTED)));
    view.show(anEvent(2, Kind.PLANNED, aJob("clip", JobState.RUNNING)));
    view.show(anEvent(3, Kind.TASK_QUEUED, aJob("clip", JobState.RUNNING)));
    view.show(anEvent(4, Kind.TASK_STARTED, aJob("clip", JobState.RUNNING)));

    assertThat(printed()).isEqualTo("22:13:20 clip ACCEPTED 1\n22:13:20 clip PLANNED 2\n");
  }

  @Test
  void plain_progress_isALineEveryFiveSeconds() {
    PlainView view = new PlainView(stream, ZoneOffset.UTC);
    JobStatus job = aJob("clip", JobState.RUNNING);

    for (long millis = 0; millis < 12_000; millis += 250) {
      view.show(new JobEvent(0, millis, Kind.PROGRESS, "", job));
    }

    assertThat(printed().lines())
        .containsExactly(
            "00:00:00 clip 50%, 360/720 frames, 48.0 fps, 2.00x, ETA 0:08",
            "00:00:05 clip 50%, 360/720 frames, 48.0 fps, 2.00x, ETA 0:08",
            "00:00:10 clip 50%, 360/720 frames, 48.0 fps, 2.00x, ETA 0:08");
  }

  @Test
  void choose_notATerminal_isPlain() {
    TestConsole console = new TestConsole();

    assertThat(JobViews.choose(console.console(), new JsonOption(), new QuietOption()))
        .isInstanceOf(PlainView.class);
  }

  @Test
  void choose_terminal_drawsAsWideAsItIs() {
    TestConsole console = new TestConsole().with("FRAMEMILL_TERMINAL", "1").with("COLUMNS", "30");

    try (JobView view = JobViews.choose(console.console(), new JsonOption(), new QuietOption())) {
      view.show(progress(aJob("clip", JobState.RUNNING)));
    }

    assertThat(console.err())
        .contains(new ProgressLine(30, false, true).running(aJob("clip", JobState.RUNNING)));
  }

  private TerminalView terminal() {
    return new TerminalView(stream, line, nanos::get);
  }

  private static JobEvent progress(JobStatus job) {
    return anEvent(0, Kind.PROGRESS, job);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
