package io.framemill.cli.client;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MessageCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RemoteEventsTest {
  private final List<JobEvent> heard = new CopyOnWriteArrayList<>();

  @Test
  void watch_streamIsSilent_isOpenedAgain() {
    JobEvent done = anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE));
    BlockingQueue<InputStream> streams =
        new LinkedBlockingQueue<>(List.of(new SilentStream(), streamOf(done)));

    try (RemoteEvents watch =
        new RemoteEvents("a", 0, after -> streams.remove(), heard::add, Duration.ofMillis(10))) {
      await().until(() -> heard.equals(List.of(done)));
    }
  }

  @Test
  void watch_streamEndsEarly_goesOnBehindTheLastEvent() {
    JobEvent accepted = anEvent(1, JobEvent.Kind.ACCEPTED, aJob("a", JobState.RUNNING));
    JobEvent progress = anEvent(0, JobEvent.Kind.PROGRESS, aJob("a", JobState.RUNNING));
    JobEvent done = anEvent(2, JobEvent.Kind.DONE, aJob("a", JobState.DONE));
    BlockingQueue<InputStream> streams =
        new LinkedBlockingQueue<>(List.of(streamOf(accepted, progress), streamOf(done)));
    List<Long> opened = new CopyOnWriteArrayList<>();

    try (RemoteEvents watch =
        new RemoteEvents(
            "a",
            0,
            after -> {
              opened.add(after);
              return streams.remove();
            },
            heard::add)) {
      await().until(() -> heard.equals(List.of(accepted, progress, done)));
    }
    assertThat(opened).containsExactly(0L, 1L);
  }

  @Test
  void watch_storyIsOverAfterABreak_isNotOpenedAgain() {
    BlockingQueue<Long> opened = new LinkedBlockingQueue<>();

    try (RemoteEvents watch =
        new RemoteEvents(
            "a",
            7,
            after -> {
              opened.add(after);
              return opened.size() == 1 ? InputStream.nullInputStream() : null;
            },
            heard::add)) {
      await().until(() -> opened.size() == 2);
      await().until(() -> namesOfThreads().noneMatch("watch-a"::equals));
    }
    assertThat(opened).containsExactly(7L, 7L);
  }

  private static Stream<String> namesOfThreads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  private static InputStream streamOf(JobEvent... events) {
    StringBuilder stream = new StringBuilder();
    for (JobEvent event : events) {
      stream.append("data: ").append(new String(new MessageCodec().encode(event), UTF_8));
      stream.append("\n\n");
    }
    return new ByteArrayInputStream(stream.toString().getBytes(UTF_8));
  }

  /** Like a connection whose other end is gone without a word. */
  private static final class SilentStream extends InputStream {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read() throws IOException {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("closed");
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
