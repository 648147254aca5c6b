package io.framemill.controller.upload;

import static io.framemill.controller.http.FakeJobs.aJob;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiredUploadsTest {
  private static final JobStatus RUNNING = aJob("a", JobState.RUNNING);
  private static final JobStatus DONE = aJob("b", JobState.DONE);
  private static final JobStatus FAILED = aJob("c", JobState.FAILED);
  private static final Instant END = Instant.ofEpochMilli(1_700_000_060_000L);

  private final Map<String, List<JobStatus>> jobs = new HashMap<>();

  @TempDir Path media;

  @Test
  void sweep_unfinished_goesAfterADayWithoutAnyByte() throws IOException {
    Upload begun = now().create("clip.mp4", 4, null);

    assertThat(sweep(Instant.now().plus(Duration.ofHours(23)))).isEmpty();
    assertThat(sweep(Instant.now().plus(Duration.ofHours(25)))).containsExactly(begun.id());
    assertThat(media.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void sweep_completeWithoutAJob_goesAfterADay() throws IOException {
    String key = upload();

    assertThat(sweep(Instant.now().plus(Duration.ofHours(23)))).isEmpty();
    assertThat(media.resolve(key)).exists();
    assertThat(sweep(Instant.now().plus(Duration.ofHours(25)))).hasSize(1);
    assertThat(media.resolve(key)).doesNotExist();
  }

  @Test
  void sweep_sourceOfARunningJob_staysForEver() throws IOException {
    jobs.put(upload(), List.of(DONE, RUNNING));

    assertThat(sweep(Instant.now().plus(Duration.ofDays(1_000)))).isEmpty();
  }

  @Test
  void sweep_sourceOfAJobThatIsDone_goesMinutesLater() throws IOException {
    jobs.put(upload(), List.of(DONE));

    assertThat(sweep(END.plus(Duration.ofMinutes(9)))).isEmpty();
    assertThat(sweep(END.plus(Duration.ofMinutes(11)))).hasSize(1);
  }

  @Test
  void sweep_sourceOfAJobThatFailed_staysForARetry() throws IOException {
    jobs.put(upload(), List.of(DONE, FAILED));

    assertThat(sweep(END.plus(Duration.ofDays(6)))).isEmpty();
    assertThat(sweep(END.plus(Duration.ofDays(8)))).hasSize(1);
  }

  @Test
  void sweep_filesThatWereNotUploaded_stay() throws IOException {
    Path other = Files.createDirectories(media.resolve("uploads/mine")).resolve("film.mp4");
    Files.writeString(other, "film");
    Files.writeString(media.resolve("uploads/film.mp4"), "film");

    assertThat(sweep(Instant.now().plus(Duration.ofDays(1_000)))).isEmpty();
    assertThat(other).exists();
  }

  private String upload() {
    ByteArrayInputStream body = new ByteArrayInputStream("film".getBytes(UTF_8));
    return now().receive("clip.mp4", 4, body, null).key();
  }

  private Uploads now() {
    return new Uploads(media, UploadPolicy.DEFAULT);
  }

  private List<String> sweep(Instant time) throws IOException {
    return new Uploads(
            media,
            UploadPolicy.DEFAULT,
            Clock.fixed(time, ZoneOffset.UTC),
            Uploads.Disk::openForWriting)
        .sweep(key -> jobs.getOrDefault(key, List.of()));
  }
}
