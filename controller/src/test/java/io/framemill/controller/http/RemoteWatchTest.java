package io.framemill.controller.http;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobState;
import io.framemill.protocol.MessageCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class RemoteWatchTest {
  private final List<JobEvent> heard = new CopyOnWriteArrayList<>();

  @Test
  void watch_streamIsSilent_isOpenedAgain() {
    JobEvent done = anEvent(1, JobEvent.Kind.DONE, aJob("a", JobState.DONE));
    BlockingQueue<InputStream> streams =
        new LinkedBlockingQueue<>(List.of(new SilentStream(), streamOf(done)));

    try (RemoteWatch watch =
        new RemoteWatch("a", streams::remove, heard::add, Duration.ofMillis(10))) {
      await().until(() -> heard.equals(List.of(done)));
    }
  }

  private static InputStream streamOf(JobEvent event) {
    String data = new String(new MessageCodec().encode(event), StandardCharsets.UTF_8);
    return new ByteArrayInputStream(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
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
