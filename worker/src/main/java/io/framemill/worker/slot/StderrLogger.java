package io.framemill.worker.slot;

import io.framemill.protocol.text.PrintableText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * Writes lines to standard error: the message alone at DEBUG, the level of libav's log, {@code
 * LEVEL logger: message} above; then the stack trace if there is one. Messages are escaped: each is
 * one line, whatever text a source contains.
 */
final class StderrLogger extends LegacyAbstractLogger {
  StderrLogger(String name) {
    this.name = name.substring(name.lastIndexOf('.') + 1);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String text = PrintableText.of(MessageFormatter.basicArrayFormat(message, arguments));
    synchronized (System.err) {
      System.err.println(level == Level.DEBUG ? text : level + " " + name + ": " + text);
      if (failure != null) {
        System.err.println(PrintableText.stackTrace(failure));
      }
    }
  }
}
