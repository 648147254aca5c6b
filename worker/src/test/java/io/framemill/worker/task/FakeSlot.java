package io.framemill.worker.task;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.worker.slot.SlotReply;
import io.framemill.worker.slot.SlotRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A slot without media: what it does with a request is the name of the source file. Like the real
 * one, it ends with its standard input.
 */
public final class FakeSlot {
  public static final String SUCCEED = "succeed";
  public static final String PROGRESS = "progress";
  public static final String RUBBISH = "rubbish";
  public static final String BAD_INPUT = "bad-input";
  static final String DISK_FULL = "disk-full";
  static final String LONG_ANSWER = "long-answer";
  public static final String EXIT_3 = "exit-3";
  public static final String SIGKILL = "sigkill";
  public static final String CRASH = "crash";
  public static final String HANG = "hang";
  public static final String CLOSE_OUTPUT = "close-output";
  public static final String EAT_MEMORY = "eat-memory";

  /** Tells of progress for ever, and writes a lot. */
  public static final String WRITE_MUCH = "write-much";

  /** Succeeds once there is a file {@link #GO} beside the source. */
  static final String WAIT = "wait";

  static final String GO = "go";

  /** Every source that there may be. */
  static final List<String> ACTS =
      List.of(
          SUCCEED,
          PROGRESS,
          RUBBISH,
          BAD_INPUT,
          DISK_FULL,
          LONG_ANSWER,
          EXIT_3,
          SIGKILL,
          CRASH,
          HANG,
          WAIT);

  /** What a task is answered with. */
  public static final TaskResult RESULT =
      new TaskResult.Inspected(
          new MediaInfo(
              "fake",
              new SourceStamp(1, 0),
              false,
              List.of(),
              List.of(),
              List.of(),
              0,
              0,
              List.of()));

  private static final int EATEN_BYTES = 100 << 20;

  private final MessageCodec codec = new MessageCodec();
  private final PrintStream out = System.out;

  private FakeSlot() {}

  public static void main(String[] arguments) throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines), "requests");
    reader.setDaemon(true);
    reader.start();
    FakeSlot slot = new FakeSlot();
    slot.say(new SlotReply.Ready());
    while (true) {
      slot.answer(lines.take());
    }
  }

  private static void read(BlockingQueue<String> lines) {
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .forEach(lines::add);
    Runtime.getRuntime().halt(0);
  }

  private void answer(String line) throws Exception {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    SlotRequest request = codec.decode(bytes, SlotRequest.class);
    String act = request.source().getFileName().toString();
    System.err.println("acting: " + act);
    switch (act) {
      case SUCCEED -> say(new SlotReply.Completed(RESULT));
      case PROGRESS -> progress();
      case RUBBISH -> rubbish();
      case BAD_INPUT -> say(new SlotReply.Failed(FailureKind.BAD_INPUT, "no video in it"));
      case DISK_FULL -> say(new SlotReply.Failed(FailureKind.TRANSIENT, "no space left"));
      case LONG_ANSWER -> say(longestAnswer());
      case EXIT_3 -> Runtime.getRuntime().halt(3);
      case SIGKILL -> signal("KILL");
      case CRASH -> signal("SEGV");
      case HANG -> Thread.sleep(Long.MAX_VALUE);
      case CLOSE_OUTPUT -> {
        out.close();
        Thread.sleep(Long.MAX_VALUE);
      }
      case EAT_MEMORY -> eatMemory();
      case WRITE_MUCH -> writeMuch();
      case WAIT -> {
        while (!Files.exists(request.source().resolveSibling(GO))) {
          Thread.sleep(10);
        }
        say(new SlotReply.Completed(RESULT));
      }
      default -> throw new IllegalArgumentException(act);
    }
  }

  private void progress() {
    say(new SlotReply.Progressed(1, 40));
    say(new SlotReply.Progressed(2, 80));
    say(new SlotReply.Completed(RESULT));
  }

  private void rubbish() {
    out.print("printf without an end");
    say(new SlotReply.Progressed(7, 280));
    out.println("{\"version\":99}");
    out.println("x".repeat(100_000));
    say(new SlotReply.Completed(RESULT));
  }

  /** As much as a message may hold, so that a report of it holds too much. */
  private SlotReply longestAnswer() {
    List<String> lines = new ArrayList<>(Collections.nCopies(15, "x".repeat(1 << 19)));
    int room = MessageCodec.MAX_BYTES - codec.encode(answer(lines, "")).length;
    return answer(lines, "x".repeat(room));
  }

  private static SlotReply answer(List<String> lines, String lastLine) {
    List<String> all = new ArrayList<>(lines);
    all.add(lastLine);
    return new SlotReply.Completed(
        new TaskResult.Inspected(
            new MediaInfo(
                "fake",
                new SourceStamp(1, 0),
                false,
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                all.stream().map(FakeSlot::line).toList())));
  }

  private static MediaInfo.LeftOut line(String text) {
    return new MediaInfo.LeftOut(0, "fake", "fake", text, false);
  }

  private static void eatMemory() throws InterruptedException {
    ByteBuffer eaten = ByteBuffer.allocateDirect(EATEN_BYTES);
    while (eaten.hasRemaining()) {
      eaten.put((byte) 1);
    }
    Thread.sleep(Long.MAX_VALUE);
    eaten.clear();
  }

  private void writeMuch() throws Exception {
    try (OutputStream file = Files.newOutputStream(Path.of("/dev/null"))) {
      while (true) {
        file.write(new byte[1 << 16]);
        say(new SlotReply.Progressed(1, 40));
        Thread.sleep(10);
      }
    }
  }

  private static void signal(String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
    Thread.sleep(Long.MAX_VALUE);
  }

  private void say(SlotReply reply) {
    out.println();
    out.println(new String(codec.encode(reply), StandardCharsets.UTF_8));
    out.flush();
  }

  /** A slot that never gets ready. */
  public static final class Silent {
    private Silent() {}

    public static void main(String[] arguments) throws Exception {
      while (System.in.read() >= 0) {
        // Its end is that of its standard input.
      }
    }
  }
}
