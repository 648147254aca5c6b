package io.framemill.cli.view;

import static io.framemill.controller.http.FakeJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.framemill.cli.console.JsonLines;
import io.framemill.cli.console.StderrAppender;
import io.framemill.cli.console.Table;
import io.framemill.cli.console.TestConsole;
import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.WorkerStatus;
import io.framemill.testbroker.HostileText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the program prints of hostile text, 500 strings each. */
class HostileTextTest {
  private static final int STRINGS = 500;

  private final HostileText text = new HostileText(12);
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void log_message_isOneLine() {
    for (int i = 0; i < STRINGS; i++) {
      String line = StderrAppender.line(event(text.next(), null));

      assertThat(line).doesNotContain("\n");
      assertThat(HostileText.attacks(line)).isEmpty();
    }
  }

  @Test
  void log_failure_hasALineForEachMessageAndFrame() {
    for (int i = 0; i < STRINGS; i++) {
      IllegalStateException failure =
          new IllegalStateException(text.next(), new IllegalArgumentException(text.next()));
      failure.addSuppressed(new IllegalStateException(text.next()));

      String lines = StderrAppender.line(event(text.next(), failure));

      assertThat(HostileText.attacks(lines)).isEmpty();
      assertThat(lines.split("\n"))
          .filteredOn(line -> !line.matches("\t+(at|\\.\\.\\.) .*"))
          .hasSize(4);
    }
  }

  @Test
  void tables_hostileCells_areALineForEachRow() {
    List<JobStatus> jobs = new ArrayList<>();
    List<WorkerStatus> workers = new ArrayList<>();
    for (int i = 0; i < STRINGS; i++) {
      jobs.add(hostileJob(JobState.FAILED));
      workers.add(
          new WorkerStatus(
              text.next(), text.next(), text.next(), 1, 0, WorkerState.RESTING, text.next(), 0, 0));
    }
    JobTable table = new JobTable(ZoneOffset.UTC);

    assertOneLineEach(table.list(jobs), STRINGS + 1);
    assertOneLineEach(WorkersTable.of(workers, 0), STRINGS + 1);
    jobs.forEach(job -> assertOneLineEach(table.details(job), 11));
  }

  @Test
  void table_rawCell_isEscaped() {
    Table table = new Table("A", "B");
    for (int i = 0; i < STRINGS; i++) {
      table.row(text.next(), text.next());
    }

    assertOneLineEach(table.toString(), STRINGS + 1);
  }

  @Test
  void plainView_hostileEvents_areALineEach() {
    PlainView view = new PlainView(stream, ZoneOffset.UTC);
    for (int i = 0; i < STRINGS; i++) {
      view.show(hostileEvent(Kind.WARNING));
      view.show(hostileEvent(Kind.FAILED));
    }

    assertOneLineEach(printed(), 2 * STRINGS);
  }

  @Test
  void terminalView_hostileEvents_commandNothing() {
    AtomicLong nanos = new AtomicLong();
    ProgressLine line = new ProgressLine(100, true, false);
    TerminalView view = new TerminalView(stream, line, nanos::get);
    for (int i = 0; i < STRINGS; i++) {
      nanos.addAndGet(1_000_000_000);
      view.show(hostileEvent(Kind.PROGRESS));
      view.show(hostileEvent(Kind.WARNING));
      view.show(hostileEvent(Kind.FAILED));
    }

    String drawing = "\u001b\\[\\?7[lh]|\u001b\\[[0-9]+A\r\u001b\\[0J";
    assertThat(HostileText.attacks(printed().replaceAll(drawing, ""))).isEmpty();
  }

  @Test
  void quietViewAndMessages_hostileText_areALineEach() {
    TestConsole console = new TestConsole();
    QuietView view = new QuietView(console.console());
    for (int i = 0; i < STRINGS; i++) {
      view.show(hostileEvent(Kind.FAILED));
      console.console().message(text.next());
    }

    assertOneLineEach(console.err(), 2 * STRINGS);
  }

  @Test
  void json_hostileRecords_areALineEach() {
    JsonLines lines = new JsonLines(stream);
    for (int i = 0; i < STRINGS; i++) {
      lines.print(hostileEvent(Kind.FAILED));
      lines.print(new DeadMessage(text.next(), 0, text.next(), 0, text.next()));
      lines.print(Map.of(text.next(), text.next()));
    }

    assertOneLineEach(printed(), 3 * STRINGS);
  }

  @Test
  void failures_hostileArgumentsAndReasons_areALineForEachReason() {
    IntStream.range(0, 100)
        .forEach(
            i -> {
              TestConsole console = new TestConsole();
              String name = text.nextFileName();

              console.run("inspect", name);
              console.run("status", name);
              console.run("transcode", name, name + "2");
              console.run("transcode", "-o", name, name);
              console.run("plan", "-p", name, name);
              console.run("transcode", "--" + name, "x.mp4");

              assertThat(HostileText.attacks(console.err())).isEmpty();
              assertThat(console.out()).isEmpty();
            });
  }

  private JobEvent hostileEvent(Kind kind) {
    JobState state = kind == Kind.FAILED ? JobState.FAILED : JobState.RUNNING;
    return new JobEvent(1, 0, kind, text.next(), null, text.next(), hostileJob(state));
  }

  private JobStatus hostileJob(JobState state) {
    JobStatus job = aJob("a", state);
    return new JobStatus(
        job.job(),
        text.next(),
        text.next(),
        state,
        job.priority(),
        text.next(),
        state == JobState.FAILED ? text.next() : null,
        job.createdEpochMillis(),
        job.endedEpochMillis(),
        job.tasks(),
        job.tasksDone(),
        job.frames(),
        job.totalFrames(),
        job.percent(),
        job.framesPerSecond(),
        job.speed(),
        job.etaMillis());
  }

  private static LoggingEvent event(String words, @Nullable Throwable failure) {
    LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
    LoggingEvent event =
        new LoggingEvent(
            "here", loggers.getLogger("X"), Level.WARN, "{} said", failure, new Object[] {words});
    event.setMDCPropertyMap(Map.of("jobId", words));
    return event;
  }

  private static void assertOneLineEach(String output, int lines) {
    assertThat(HostileText.attacks(output)).isEmpty();
    assertThat(output.split("\n")).hasSize(lines);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
