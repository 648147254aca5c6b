package io.framemill.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.framemill.protocol.JobLog;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConfiguratorTest {
  private static final LoggerContext LOGGERS = (LoggerContext) LoggerFactory.getILoggerFactory();

  @Test
  void withoutStory_jobsAndAttempts_areSilent() {
    Logger own = LOGGERS.getLogger("io.framemill");
    Logger story = LOGGERS.getLogger(JobLog.NAME);
    Level before = own.getLevel();
    try {
      LogConfigurator.withoutStory();

      assertThat(story.getLevel()).isEqualTo(Level.OFF);
    } finally {
      own.setLevel(before);
      story.setLevel(null);
    }
  }

  @Test
  void logback_findsTheConfigurator() {
    assertThat(LOGGERS.getLogger("ROOT").iteratorForAppenders())
        .toIterable()
        .singleElement()
        .isInstanceOf(StderrAppender.class);
  }

  @Test
  void line_eventOfAJob_namesIt() {
    LoggingEvent event =
        new LoggingEvent(
            "here",
            LOGGERS.getLogger("io.framemill.x.Planner"),
            Level.INFO,
            "Planned {} segments",
            null,
            new Object[] {8});
    event.setTimeStamp(0);
    event.setMDCPropertyMap(Map.of("jobId", "clip-1"));

    assertThat(StderrAppender.line(event)).endsWith(" INFO  clip-1 Planner: Planned 8 segments");
  }

  @Test
  void line_eventWithFailure_hasItsTraceBelow() {
    LoggingEvent event =
        new LoggingEvent(
            "here",
            LOGGERS.getLogger("X"),
            Level.ERROR,
            "Broken",
            new IllegalStateException("why"),
            null);

    assertThat(StderrAppender.line(event))
        .contains("ERROR - X: Broken\njava.lang.IllegalStateException: why\n\tat ");
  }
}
