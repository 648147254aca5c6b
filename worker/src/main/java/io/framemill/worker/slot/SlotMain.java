package io.framemill.worker.slot;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.MediaTasks;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main program of a slot: reads one {@link SlotRequest} per line from standard input, runs one
 * at a time, and writes {@link SlotReply} lines to standard output, which carries nothing else.
 *
 * <p>The end of standard input means that the supervisor is gone, and ends the process at once,
 * even in the middle of a task. SIGINT and SIGTERM are ignored: a terminal and a service manager
 * send them to the whole process group, and a supervisor that drains still needs its slots.
 */
public final class SlotMain {
  /** The JVM's own exit status under {@code -XX:+ExitOnOutOfMemoryError}. */
  static final int OUT_OF_MEMORY_STATUS = 3;

  /**
   * Exit status after an error that leaves the process in an unknown state; the reply has been
   * written.
   */
  static final int BROKEN_STATUS = 4;

  /** Resources kept for the next task are released after this time without one. */
  private static final long IDLE_SECONDS = 5;

  private SlotMain() {}

  /** Never returns normally; takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException {
    System.setOut(System.err);
    Signals.ignore("INT");
    Signals.ignore("TERM");
    BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    run(requests);
  }

  private static void run(BlockingQueue<byte[]> requests) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(SlotMain.class);
    try (MediaTasks tasks = new MediaTasks()) {
      MessageCodec codec = new MessageCodec();
      FileOutputStream out = new FileOutputStream(FileDescriptor.out);
      ReplyWriter replies = new ReplyWriter(codec, out, System::nanoTime);
      SlotSession session = new SlotSession(codec, tasks::run, replies);
      replies.write(new SlotReply.Ready());
      while (true) {
        byte[] request = requests.poll(IDLE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
          tasks.forgetLast();
        } else {
          session.answer(request);
        }
      }
    } catch (OutOfMemoryError e) {
      log.error("Out of memory", e);
      Runtime.getRuntime().halt(OUT_OF_MEMORY_STATUS);
    } catch (Error e) {
      log.error("The slot failed", e);
      Runtime.getRuntime().halt(BROKEN_STATUS);
    }
  }

  private static void read(BlockingQueue<byte[]> requests) {
    try {
      warmUp(new MessageCodec());
      LineReader lines = new LineReader(System.in, MessageCodec.MAX_BYTES);
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        requests.add(line);
      }
    } catch (IOException | MalformedMessageException e) {
      LoggerFactory.getLogger(SlotMain.class).error("Cannot read requests", e);
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  // Jackson and its first message take as long as loading the native libraries, which happens in
  // parallel: nothing before this may use a codec.
  private static void warmUp(MessageCodec codec) throws MalformedMessageException {
    Task task = new Task.Inspect(new Attempt(new JobId("warm-up"), "inspect", 1), "source", null);
    Path nowhere = Path.of("nowhere");
    SlotRequest request = new SlotRequest(task, nowhere, nowhere, SourceLimits.DEFAULT);
    codec.decode(codec.encode(request), SlotRequest.class);
  }
}
