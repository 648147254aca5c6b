package io.framemill.worker.task;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Progress;
import io.framemill.protocol.Task;
import io.framemill.protocol.broker.Queue;
import io.framemill.protocol.broker.Topic;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.testbroker.TestTimeouts;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/**
 * A program with two real slots, one idle and one that encodes the file {@code sound.wav} of the
 * directory that is its argument. Prints the ids of its slot processes once that goes on, then
 * waits to be killed.
 */
public final class LonelyWorker {
  public static final String SOURCE = "sound.wav";
  public static final int SOURCE_SECONDS = 10_000;

  private static final int SLOTS = 2;

  private LonelyWorker() {}

  public static void main(String[] arguments) throws Exception {
    Path media = Path.of(arguments[0]);
    InMemoryBroker broker = new InMemoryBroker();
    CountDownLatch encoding = new CountDownLatch(1);
    broker.listen(
        Topic.PROGRESS,
        body -> {
          if (isTaskProgress(body)) {
            encoding.countDown();
          }
        });
    Supervisor.start(
        broker,
        new SharedDirectory(media, media.resolve("out")),
        SupervisorConfig.ofThisProcess(SLOTS, "test"));
    broker.publish(Queue.TASKS, List.of(Tasks.message(encodeAudio())));
    encoding.await();
    // The other one may still be on its way, as a process that has not become a slot yet.
    Awaitility.await().atMost(TestTimeouts.LIMIT).until(() -> slots().size() == SLOTS);
    System.out.println(String.join(" ", slots()));
    Thread.sleep(Long.MAX_VALUE);
  }

  private static List<String> slots() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .map(child -> Long.toString(child.pid()))
        .toList();
  }

  private static boolean isTaskProgress(byte[] body) {
    try {
      return new MessageCodec().decode(body, Progress.class) instanceof Progress.TaskProgress;
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes minutes. */
  public static Task encodeAudio() {
    Rational timeBase = new Rational(1, Wav.RATE_HZ);
    return new Task.EncodeAudio(
        new Attempt(Tasks.JOB, "audio", 1),
        SOURCE,
        "sound",
        0,
        new Timeline(timeBase, 0, (long) SOURCE_SECONDS * Wav.RATE_HZ, 4000),
        null,
        List.of(
            new AudioRendition(
                "und-128k",
                "und",
                null,
                true,
                List.of(),
                Wav.RATE_HZ,
                2,
                new Profile.AudioEncode(AudioCodec.AAC, 128, 2))));
  }
}
