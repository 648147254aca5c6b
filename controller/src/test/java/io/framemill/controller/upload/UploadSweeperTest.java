package io.framemill.controller.upload;

import static io.framemill.controller.http.FakeJobs.aJob;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.framemill.protocol.JobState;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadSweeperTest {
  @TempDir Path media;

  @Test
  void sweep_failsForSomeTime_isDoneLater() {
    Uploads uploads = new Uploads(media, UploadPolicy.DEFAULT);
    String key =
        uploads
            .receive("clip.mp4", 4, new ByteArrayInputStream("film".getBytes(UTF_8)), null)
            .key();
    AtomicInteger asked = new AtomicInteger();

    try (UploadSweeper sweeper =
        UploadSweeper.start(
            uploads,
            source -> {
              if (asked.incrementAndGet() < 3) {
                throw new IllegalStateException("standing by");
              }
              return List.of(aJob("a", JobState.DONE));
            },
            Duration.ofMillis(1))) {
      await().until(() -> !Files.exists(media.resolve(key)));
    }
  }
}
