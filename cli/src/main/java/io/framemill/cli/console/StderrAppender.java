package io.framemill.cli.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.framemill.protocol.text.PrintableText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One line for each log event: time, level, job, logger, message. On the standard error stream,
 * unless something draws there and wants to see the lines first. Messages are escaped, those of a
 * stack trace as well: no text from outside begins a line of its own.
 */
public final class StderrAppender extends AppenderBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final String JOB = "jobId";

  private static volatile @Nullable Consumer<String> sink;

  public static void redirect(@Nullable Consumer<String> newSink) {
    sink = newSink;
  }

  @Override
  protected void append(ILoggingEvent event) {
    Consumer<String> to = sink;
    if (to == null) {
      System.err.println(line(event));
    } else {
      to.accept(line(event));
    }
  }

  /** The line, with the stack trace below it if there is one; no line end, no passwords. */
  public static String line(ILoggingEvent event) {
    String line =
        String.format(
            Locale.ROOT,
            "%s %-5s %s %s: %s",
            TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
            event.getLevel(),
            event.getMDCPropertyMap().getOrDefault(JOB, "-"),
            simpleName(event.getLoggerName()),
            event.getFormattedMessage());
    return SecretRedaction.of(PrintableText.of(line) + stackTrace(event.getThrowableProxy()));
  }

  private static String stackTrace(@Nullable IThrowableProxy failure) {
    // Ours are never another kind: those come from other processes.
    return failure instanceof ThrowableProxy proxy
        ? "\n" + PrintableText.stackTrace(proxy.getThrowable())
        : "";
  }

  private static String simpleName(String logger) {
    return logger.substring(logger.lastIndexOf('.') + 1);
  }
}
