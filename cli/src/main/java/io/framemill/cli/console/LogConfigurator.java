package io.framemill.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.framemill.protocol.JobLog;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up without a configuration file, which would cost a third of a second at start.
 * Found by Logback as a service. {@code FRAMEMILL_LOG} ({@code debug}, {@code info}, {@code warn},
 * {@code error}, {@code off}) overrides the program's own level; libraries log from WARN.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String OWN_LOGGERS = "io.framemill";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    StderrAppender appender = new StderrAppender();
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    // It logs its failure to start with a stack trace, and throws it as well.
    context.getLogger("io.javalin.Javalin").setLevel(Level.OFF);
    // It logs a failed handshake, and throws it as well.
    context.getLogger("com.rabbitmq.client.impl.SocketFrameHandler").setLevel(Level.OFF);
    // It warns of each client that sends too much; the client is told.
    context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
    context.getLogger(OWN_LOGGERS).setLevel(level(Level.INFO));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** For commands that show the story of their jobs themselves: other warnings only. */
  public static void withoutStory() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(OWN_LOGGERS).setLevel(level(Level.WARN));
    context.getLogger(JobLog.NAME).setLevel(Level.OFF);
  }

  private static Level level(Level usual) {
    String wanted = System.getenv().getOrDefault("FRAMEMILL_LOG", "");
    return Level.toLevel(wanted.toUpperCase(Locale.ROOT), usual);
  }
}
