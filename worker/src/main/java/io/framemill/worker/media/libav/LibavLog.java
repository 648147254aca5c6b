package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards libav's warnings and errors to the log at DEBUG, of which a slot's supervisor keeps the
 * last lines. libav's log belongs to the process, not to a task. Thread-safe.
 */
public final class LibavLog extends LogCallback {
  private static final Logger log = LoggerFactory.getLogger(LibavLog.class);

  // A strong reference, because libav keeps only the address.
  private static final LibavLog INSTANCE = new LibavLog();

  private final StringBuilder line = new StringBuilder();
  private final LimitViolations limits = new LimitViolations();
  private Consumer<String> listener = text -> {};

  private LibavLog() {}

  static void install() {
    av_log_set_level(AV_LOG_WARNING);
    setLogCallback(INSTANCE);
  }

  /** The single instance. */
  public static LibavLog get() {
    return INSTANCE;
  }

  /** Log messages about exceeded limits. */
  public LimitViolations limits() {
    return limits;
  }

  /** Also passes each line to a consumer, which replaces the previous one. */
  public synchronized void listen(Consumer<String> consumer) {
    listener = consumer;
  }

  /** Called by libav, from any of its threads, with a line or a part of one. */
  @Override
  public void call(int level, BytePointer message) {
    try {
      add(message.getString());
    } catch (Throwable e) {
      // An exception that leaves a native callback aborts the JVM.
      swallow(e);
    }
  }

  private synchronized void add(String part) {
    line.append(part);
    if (part.endsWith("\n")) {
      String text = line.toString().strip();
      line.setLength(0);
      log.debug("{}", text);
      limits.hear(text);
      listener.accept(text);
    }
  }

  private static void swallow(Throwable e) {
    try {
      log.warn("A line of libav's log was lost", e);
    } catch (Throwable nothingLeft) {
      nothingLeft.addSuppressed(e);
    }
  }
}
