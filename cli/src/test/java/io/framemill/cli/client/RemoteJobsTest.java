package io.framemill.cli.client;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StateUnavailableException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.profile.Profiles;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.storage.SharedDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteJobsTest {
  private static final JobId A = new JobId("a");
  private static final JobStatus RUNNING = aJob("a", JobState.RUNNING);
  private static final JobStatus DONE = aJob("a", JobState.DONE);

  private final FakeJobs jobs = new FakeJobs();
  private final List<JobEvent> heard = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @TempDir Path media;
  @TempDir Path elsewhere;
  private HttpApi api;
  private RemoteJobs client;

  @BeforeEach
  void start() {
    api = api(0);
    client = new RemoteJobs(URI.create("http://127.0.0.1:" + api.port()), null, null);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void submit_withAnIdempotencyKey_sendsItAndTellsThatItWasUsed() throws Exception {
    Files.writeString(media.resolve("a.mp4"), "film");
    client.submit(submissionWithKey("my-key/1"));
    assertThat(jobs.submissions().get(0).idempotencyKey()).isEqualTo("my-key/1");
    assertThatThrownBy(() -> client.submit(submissionWithKey("used")))
        .isInstanceOf(KeyReusedException.class)
        .hasMessageContaining("was used for another file");
  }

  private static Submission submissionWithKey(String key) {
    return new Submission("a.mp4", "a.mp4", Profiles.load(Profiles.DEFAULT), 50, null, key);
  }

  @Test
  void submit_acceptedJob_arrivesButForItsOutput() throws Exception {
    Files.writeString(media.resolve("clip.mp4"), "film");
    Submission submission =
        new Submission("clip.mp4", "clip.mp4", Profiles.load("hls-h264-quality"), 70, "there");

    JobStatus status = client.submit(submission);

    assertThat(status).isEqualTo(aJob("job-1", JobState.ACCEPTED));
    assertThat(jobs.submissions())
        .containsExactly(
            new Submission(
                submission.name(),
                submission.source(),
                submission.profile(),
                submission.priority(),
                null));
  }

  @Test
  void submit_refusedJob_tellsTheServersReason() throws Exception {
    Files.writeString(media.resolve("clip.mp4"), "film");
    Submission submission =
        new Submission("refused.mp4", "clip.mp4", Profiles.load(Profiles.DEFAULT), 50, null);

    assertThatThrownBy(() -> client.submit(submission))
        .isInstanceOf(JobRefusedException.class)
        .hasMessage("No more jobs today");
  }

  @Test
  void list_stateOutOfReach_isNoStandby() {
    jobs.failWith(new StateUnavailableException("The disk is full"));

    assertThatThrownBy(client::list)
        .isInstanceOf(StateUnavailableException.class)
        .hasMessage("The disk is full");
  }

  @Test
  void list_serverFails_isNoRefusal() {
    jobs.fail();

    assertThatThrownBy(client::list)
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("its log has the reason");
  }

  @Test
  void list_severalJobs_keepsTheirOrder() {
    jobs.put(aJob("b", JobState.FAILED));
    jobs.put(aJob("a", JobState.DONE));

    assertThat(client.list()).isEqualTo(jobs.list());
  }

  @Test
  void status_knownJob_isTheSame() {
    jobs.put(RUNNING);

    assertThat(client.status(A)).isEqualTo(RUNNING);
  }

  @Test
  void status_unknownJob_throws() {
    assertThatThrownBy(() -> client.status(A))
        .isInstanceOf(NoSuchJobException.class)
        .hasMessage("No such job: a");
  }

  @Test
  void cancel_runningJob_isCancelled() {
    jobs.put(RUNNING);

    assertThat(client.cancel(A).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void retry_failedJob_runsAgain() {
    jobs.put(aJob("a", JobState.FAILED));

    assertThat(client.retry(A).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void retry_runningJob_isRefused() {
    jobs.put(RUNNING);

    assertThatThrownBy(() -> client.retry(A))
        .isInstanceOf(JobRefusedException.class)
        .hasMessage("Job a is running");
  }

  @Test
  void watch_unknownJob_throws() {
    assertThatThrownBy(() -> client.watch(A, heard::add)).isInstanceOf(NoSuchJobException.class);
  }

  @Test
  void watch_runningJob_tellsThePastAndWhatComes() {
    JobEvent accepted = anEvent(1, JobEvent.Kind.ACCEPTED, RUNNING);
    JobEvent progress = anEvent(0, JobEvent.Kind.PROGRESS, RUNNING);
    JobEvent done = anEvent(2, JobEvent.Kind.DONE, DONE);
    jobs.tell(accepted);

    try (Jobs.Watch watch = client.watch(A, heard::add)) {
      await().until(() -> heard.size() == 1);
      jobs.tell(progress);
      jobs.tell(done);
      await().untilAsserted(() -> assertThat(heard).containsExactly(accepted, progress, done));
    }
    await().until(() -> jobs.watchers() == 0);
  }

  @Test
  void watch_retriedJob_goesOnAfterItsFirstEnd() {
    JobEvent failed = anEvent(1, JobEvent.Kind.FAILED, aJob("a", JobState.FAILED));
    JobEvent accepted = anEvent(2, JobEvent.Kind.ACCEPTED, RUNNING);
    JobEvent done = anEvent(3, JobEvent.Kind.DONE, DONE);
    jobs.tell(failed);
    jobs.tell(accepted);

    try (Jobs.Watch watch = client.watch(A, heard::add)) {
      await().until(() -> heard.size() == 2);
      jobs.tell(done);
      await().untilAsserted(() -> assertThat(heard).containsExactly(failed, accepted, done));
    }
  }

  @Test
  void watch_closed_endsTheServersWatchToo() {
    jobs.tell(anEvent(1, JobEvent.Kind.ACCEPTED, RUNNING));
    Jobs.Watch watch = client.watch(A, heard::add);
    await().until(() -> heard.size() == 1);

    watch.close();

    await()
        .until(
            () -> {
              jobs.tell(anEvent(0, JobEvent.Kind.PROGRESS, RUNNING));
              return jobs.watchers() == 0;
            });
  }

  @Test
  void watch_serverRestarts_goesOnWithoutRepeating() {
    JobEvent accepted = anEvent(1, JobEvent.Kind.ACCEPTED, RUNNING);
    JobEvent done = anEvent(2, JobEvent.Kind.DONE, DONE);
    jobs.tell(accepted);
    try (Jobs.Watch watch = client.watch(A, heard::add)) {
      await().until(() -> heard.size() == 1);
      int port = api.port();
      api.close();
      api = api(port);
      jobs.tell(done);

      await().untilAsserted(() -> assertThat(heard).containsExactly(accepted, done));
      assertThat(jobs.watchedAfter()).endsWith(1L);
    }
  }

  @Test
  void anyCall_serverNotThere_namesItAndWhatToDo() {
    URI nobody = URI.create("http://127.0.0.1:1");

    assertThatThrownBy(() -> new RemoteJobs(nobody, null, null).list())
        .isInstanceOf(ServerException.class)
        .hasMessageContainingAll("No server at http://127.0.0.1:1", "framemill serve")
        .hasMessageNotContaining("\n");
  }

  @Test
  void place_fileUnderTheMediaDirectory_isNotSent() throws Exception {
    Path file = Files.createDirectories(media.resolve("a b")).resolve("c&d?.mp4");
    Files.writeString(file, "film");

    assertThat(client.uploader(notes::add).place(file)).isEqualTo("a b/c&d?.mp4");
    assertThat(media.resolve("uploads")).doesNotExist();
  }

  @Test
  void place_fileElsewhere_isSent() throws Exception {
    Path file = elsewhere.resolve("50% of -it.mp4");
    Files.writeString(file, "film");

    String key = client.uploader(notes::add).place(file);

    assertThat(key).matches("uploads/[0-9a-f-]+/50_ of -it\\.mp4");
    assertThat(media.resolve(key)).hasContent("film");
  }

  @Test
  void place_linkFromTheMediaDirectoryToElsewhere_isSent() throws Exception {
    Path file = Files.writeString(elsewhere.resolve("clip.mp4"), "film");
    Path link = Files.createSymbolicLink(media.resolve("link.mp4"), file);

    assertThat(client.uploader(notes::add).place(link)).startsWith("uploads/");
  }

  private HttpApi api(int port) {
    return HttpApi.start(
        new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null),
        "1.2.3",
        jobs,
        media,
        new SharedDirectory(media, media.resolve("out")),
        new Uploads(media, UploadPolicy.DEFAULT),
        Optional::empty);
  }
}
