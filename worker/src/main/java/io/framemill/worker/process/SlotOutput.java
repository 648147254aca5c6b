package io.framemill.worker.process;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.worker.slot.LineReader;
import io.framemill.worker.slot.SlotReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a slot writes: replies from its standard output, its log from its standard error. Two
 * own threads read while the process writes. Thread-safe.
 *
 * <p>A slot's output cannot harm this process: lines are cut at a limit, anything that is not a
 * reply is logged, and unread replies block the slot.
 */
final class SlotOutput implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotOutput.class);
  private static final int MAX_LOG_LINE_BYTES = 2000;
  private static final int MAX_WAITING_REPLIES = 100;

  private final String name;
  private final MessageCodec codec;
  private final LogTail tail = new LogTail();
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MAX_WAITING_REPLIES);
  private final CountDownLatch started = new CountDownLatch(1);
  private final Thread replyThread;
  private final Thread logThread;
  private volatile @Nullable Attempt running;

  private SlotOutput(String name, Process process, MessageCodec codec) {
    this.name = name;
    this.codec = codec;
    this.replyThread = new Thread(() -> readReplies(process.getInputStream()), name + "-replies");
    this.logThread = new Thread(() -> readLog(process.getErrorStream()), name + "-log");
  }

  /** Starts to read. */
  static SlotOutput of(String name, Process process, MessageCodec codec) {
    SlotOutput output = new SlotOutput(name, process, codec);
    for (Thread thread : List.of(output.replyThread, output.logThread)) {
      thread.setDaemon(true);
      thread.start();
    }
    return output;
  }

  /** A reply, or the end of the output if it is null. */
  record Heard(@Nullable SlotReply reply) {}

  /** Waits for the slot's next reply; null if there is none within the time. */
  @Nullable Heard poll(Duration wait) throws InterruptedException {
    Heard next = heard.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (next != null && next.reply() == null) {
      heard.put(next); // The end stays available for every later request.
    }
    return next;
  }

  /** Waits for the slot's first reply, or the end of its output. */
  void awaitStart(Duration patience) throws InterruptedException {
    started.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Attributes the log to an attempt from now on.
   *
   * @param keepLog whether the lines so far, those of the slot's start, count too
   */
  void begin(Attempt attempt, boolean keepLog) {
    if (!keepLog) {
      tail.clear();
    }
    running = attempt;
  }

  /** Attributes the log to no attempt from now on; the last lines stay. */
  void end() {
    running = null;
  }

  /** The last lines of the log, oldest first. */
  List<String> lastLogLines() {
    return tail.lines();
  }

  /** Waits until the log of a process that has ended is read completely. */
  void awaitLog(Duration patience) throws InterruptedException {
    logThread.join(patience.toMillis());
  }

  /** Stops reading. */
  @Override
  public void close() {
    replyThread.interrupt();
    logThread.interrupt();
  }

  private void readReplies(InputStream in) {
    LineReader lines = new LineReader(in, MessageCodec.MAX_BYTES);
    try {
      try {
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
          if (line.length > 0) {
            read(line);
          }
        }
      } catch (IOException e) {
        log.debug("{}: standard output ends: {}", name, e.toString());
      }
      hear(new Heard(null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(byte[] line) throws InterruptedException {
    try {
      hear(new Heard(codec.decode(line, SlotReply.class)));
    } catch (MalformedMessageException e) {
      int length = Math.min(line.length, MAX_LOG_LINE_BYTES);
      note("stdout", new String(line, 0, length, StandardCharsets.UTF_8));
    }
  }

  private void hear(Heard next) throws InterruptedException {
    heard.put(next);
    started.countDown();
  }

  private void readLog(InputStream in) {
    LineReader lines = new LineReader(in, MAX_LOG_LINE_BYTES);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        note("stderr", new String(line, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      log.debug("{}: standard error ends: {}", name, e.toString());
    }
  }

  private void note(String stream, String line) {
    tail.add(line);
    Attempt attempt = running;
    if (attempt == null) {
      log.debug("{} {}: {}", name, stream, line);
      return;
    }
    try (LogContext context = LogContext.ofTask(attempt)) {
      log.debug("{} {}: {}", name, stream, line);
    }
  }
}
