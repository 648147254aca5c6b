package io.framemill.worker.process;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.worker.slot.SlotReply;
import io.framemill.worker.slot.SlotRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one slot: a child process that runs one task at a time. The process ends with {@link #close}
 * or with this JVM, even if that is killed.
 *
 * <p>{@link #run} is for one thread at a time; everything else may be called from any thread. Once
 * the process has ended, every run returns {@link SlotOutcome.Died}: a new slot is needed.
 */
public final class SlotProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SlotProcess.class);

  /** Limit for events that should be immediate: an exit, the rest of a closed pipe. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final SlotLimits limits;
  private final MessageCodec codec = new MessageCodec();
  private final Process process;
  private final SlotOutput output;
  private volatile @Nullable String killReason;
  private boolean ranBefore;

  private SlotProcess(String name, SlotLimits limits, Process process) {
    this.name = name;
    this.limits = limits;
    this.process = process;
    this.output = SlotOutput.of(name, process, codec);
  }

  /**
   * Starts a slot and returns before it is ready.
   *
   * @param name for logs and threads, such as {@code slot-1}
   * @throws IOException if the program cannot be started
   */
  public static SlotProcess start(String name, SlotCommand command, SlotLimits limits)
      throws IOException {
    Process ahead = PrestartedSlot.take(command);
    Process process = ahead != null ? ahead : command.start(name);
    log.debug("{} is process {}", name, process.pid());
    return new SlotProcess(name, limits, process);
  }

  /** Starts a slot that archives its classes when it {@link #finish finishes}. */
  static SlotProcess startToArchive(Path archive, SlotCommand command, SlotLimits limits)
      throws IOException {
    return new SlotProcess("slot-to-archive", limits, command.startToArchive(archive));
  }

  /**
   * Runs one task until its outcome; waits for the slot to be ready if needed.
   *
   * @param listener called with progress about four times a second, on the calling thread
   * @throws InterruptedException if the calling thread is interrupted; the slot is ended
   */
  public SlotOutcome run(SlotRequest request, Consumer<SlotReply.Progressed> listener)
      throws InterruptedException {
    Attempt attempt = request.task().attempt();
    boolean hasStarted = ranBefore;
    output.begin(attempt, !hasStarted);
    ranBefore = true;
    send(codec.encode(request));
    try {
      return converse(listener, request.task() instanceof Task.Inspect, hasStarted);
    } catch (InterruptedException e) {
      kill("slot was ended: its worker is stopping");
      throw e;
    } finally {
      output.end();
    }
  }

  /** Waits until the slot is ready for a task or has ended, up to a duration. */
  void awaitReady(Duration patience) throws InterruptedException {
    output.awaitStart(patience);
  }

  /** The last log lines of the last task, oldest first. */
  public List<String> lastLogLines() {
    return output.lastLogLines();
  }

  /** Whether the slot can run a task, as far as is known. */
  public boolean isAlive() {
    return killReason == null && process.isAlive();
  }

  /** Why the slot has ended; only for one that is not {@link #isAlive alive}. */
  String endReason() {
    String reason = killReason;
    return reason != null ? reason : ExitStatus.describe(process.exitValue(), lastLogLines());
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Kills the process; a running {@link #run} returns {@link SlotOutcome.Died}.
   *
   * @param reason reason of that outcome; only the first one counts
   */
  public synchronized void kill(String reason) {
    if (killReason == null) {
      killReason = reason;
    }
    process.destroyForcibly();
  }

  /**
   * Closes the process's input and waits for it to end by itself.
   *
   * @return whether it ended with status 0
   */
  boolean finish(Duration patience) throws IOException, InterruptedException {
    process.getOutputStream().close();
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
  }

  /** Kills the process and waits for its end. */
  @Override
  public void close() {
    kill("slot was closed");
    try {
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("{} (process {}) was killed and does not end", name, process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
  }

  // On its own thread: a suspended slot does not empty its pipe and must not block this process.
  private void send(byte[] request) {
    Thread writer =
        new Thread(
            () -> {
              try {
                OutputStream in = process.getOutputStream();
                in.write(request);
                in.write('\n');
                in.flush();
              } catch (IOException e) {
                log.debug("{} does not take a request: {}", name, e.toString());
              }
            },
            name + "-request");
    writer.setDaemon(true);
    writer.start();
  }

  private SlotOutcome converse(
      Consumer<SlotReply.Progressed> listener, boolean isInspection, boolean hasStarted)
      throws InterruptedException {
    ProcessUsage usage = ProcessUsage.of(process.pid());
    SlotWatchdog watch =
        new SlotWatchdog(limits, usage, System::nanoTime, isInspection, hasStarted);
    SlotDialogue dialogue = new SlotDialogue(listener, System::nanoTime);
    while (true) {
      SlotOutput.Heard heard = output.poll(watch.pause());
      if (heard != null && heard.reply() == null) {
        return death();
      }
      if (heard != null && heard.reply() != null) {
        Optional<SlotOutcome> outcome = dialogue.hear(heard.reply());
        if (outcome.isPresent()) {
          return outcome.get();
        }
      }
      Optional<SlotOutcome.Died> complaint = watch.complaint(heard != null);
      if (complaint.isPresent()) {
        return end(complaint.get());
      }
    }
  }

  /** Kills the process for a given reason; an earlier reason takes precedence. */
  private SlotOutcome.Died end(SlotOutcome.Died ours) throws InterruptedException {
    kill(ours.reason());
    SlotOutcome.Died end = death();
    return end.reason().equals(ours.reason()) ? ours : end;
  }

  private SlotOutcome.Died death() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      kill("slot was ended: it closed its output and went on");
      process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    output.awaitLog(PATIENCE);
    return new SlotOutcome.Died(endReason());
  }
}
