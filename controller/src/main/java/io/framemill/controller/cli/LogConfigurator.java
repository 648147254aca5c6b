package io.framemill.controller.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up without a configuration file, which would cost a third of a second at start.
 * Found by Logback as a service. {@code FRAMEMILL_LOG} ({@code debug}, {@code info}, {@code warn},
 * {@code error}) overrides the program's own level; libraries log from WARN.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String OWN = "io.framemill";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    StderrAppender appender = new StderrAppender();
    appender.setContext(context);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    // It logs its failure to start with a stack trace, and throws it as well.
    context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    setLevel(context, Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** For commands that tell the story in another way: only what went wrong is logged. */
  static void warningsOnly() {
    setLevel((LoggerContext) LoggerFactory.getILoggerFactory(), Level.WARN);
  }

  /** Sends log lines somewhere else than to the standard error stream; null sends them back. */
  static void redirect(@Nullable Consumer<String> sink) {
    StderrAppender.redirect(sink);
  }

  private static void setLevel(LoggerContext context, Level level) {
    String wanted = System.getenv().getOrDefault("FRAMEMILL_LOG", "");
    context.getLogger(OWN).setLevel(Level.toLevel(wanted.toUpperCase(Locale.ROOT), level));
  }
}
