package io.framemill.worker.slot;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.framemill.protocol.MessageCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/** Writes replies as lines; drops progress that is too frequent. Thread-safe. */
final class ReplyWriter {
  /** Minimum time between two lines of progress. */
  static final long PROGRESS_INTERVAL_NANOS = 250_000_000;

  private final MessageCodec codec;
  private final OutputStream out;
  private final LongSupplier nanoClock;

  @GuardedBy("this")
  private long nextProgressNanos;

  /**
   * @param out unbuffered; each line is one {@code write}
   * @param nanoClock as {@link System#nanoTime}
   */
  ReplyWriter(MessageCodec codec, OutputStream out, LongSupplier nanoClock) {
    this.codec = codec;
    this.out = out;
    this.nanoClock = nanoClock;
    this.nextProgressNanos = nanoClock.getAsLong();
  }

  /** Writes progress, unless the last one was written less than a quarter of a second ago. */
  synchronized void progress(long frames, long mediaMillis) {
    long now = nanoClock.getAsLong();
    if (now - nextProgressNanos >= 0) {
      nextProgressNanos = now + PROGRESS_INTERVAL_NANOS;
      write(new SlotReply.Progressed(frames, mediaMillis));
    }
  }

  /**
   * Writes one reply.
   *
   * @throws IllegalArgumentException if it is too large for a message; nothing is written
   * @throws UncheckedIOException if the reader has closed the pipe
   */
  synchronized void write(SlotReply reply) {
    // The leading newline ends a partial line that a native library may have printed.
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write('\n');
    line.writeBytes(codec.encode(reply));
    line.write('\n');
    try {
      line.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a reply", e);
    }
  }
}
