package io.framemill.cli.command;

import static io.framemill.controller.http.FakeJobs.aJob;
import static io.framemill.controller.http.FakeJobs.anEvent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.TestConsole;
import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobEvent.Kind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.SharedDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteCommandsTest {
  private static final JobStatus RUNNING = aJob("a", JobState.RUNNING);
  private static final JobStatus DONE = aJob("a", JobState.DONE);
  private static final JobStatus FAILED = aJob("a", JobState.FAILED);

  private final FakeJobs jobs = new FakeJobs();
  private final TestConsole console = new TestConsole();

  @TempDir Path media;
  private HttpApi api;

  @BeforeEach
  void start() {
    api = serve(null);
    console.with("FRAMEMILL_SERVER", "http://127.0.0.1:" + api.port());
  }

  private HttpApi serve(@Nullable AccessToken token) {
    return HttpApi.start(
        new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), token),
        "1.2.3",
        jobs,
        media,
        new SharedDirectory(media, media.resolve("out")),
        new Uploads(media, UploadPolicy.DEFAULT),
        Optional::empty);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void list_tokenOfTheVariableOrAFile_isSent() throws Exception {
    api.close();
    api = serve(new AccessToken("correct-horse-battery"));
    console.with("FRAMEMILL_SERVER", "http://127.0.0.1:" + api.port());
    Path file = Files.writeString(media.resolve("token"), "correct-horse-battery\n");

    assertThat(console.run("list", "--token-file", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(console.run("list")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).contains("set FRAMEMILL_TOKEN");
    console.with("FRAMEMILL_TOKEN", "correct-horse-battery");
    assertThat(console.run("list")).isEqualTo(ExitCode.DONE);
  }

  @Test
  void list_tokenThatIsNone_isRefusedWithoutBeingShown() {
    console.with("FRAMEMILL_TOKEN", "shibboleth");

    assertThat(console.run("list")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err())
        .contains("FRAMEMILL_TOKEN: not a token: ")
        .doesNotContain("shibboleth");
  }

  @Test
  void workers_oneWorker_isListedWithWhatItDoes() {
    assertThat(console.run("workers")).isEqualTo(ExitCode.DONE);
    assertThat(console.out())
        .containsPattern("WORKER +HOST +VERSION +SLOTS +BUSY +SPEED +SEEN +STATE")
        .containsPattern("host-1 +host +1.2.3 +4 +2 +48.1 fps +.* ago +working");
  }

  @Test
  void workers_json_isALineForEach() {
    assertThat(console.run("workers", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).contains("\"host\":\"host\"").contains("\"slots\":4");
  }

  @Test
  void dead_oneMessage_isListedWithItsReason() {
    assertThat(console.run("dead")).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).containsPattern("m-1 +2023-11-1.* +3 +not a Report +\\.\\.\\.");
  }

  @Test
  void submit_programOrVideoStream_replacesBothOfTheProfile() throws Exception {
    Path film = Files.writeString(media.resolve("one.mp4"), "film");
    Path profile =
        Files.writeString(
            media.resolve("mine.yaml"),
            "encodes: [{height: 360, maxRateKbps: 800}]\nprogram: 1\nvideoStream: 2\n");
    List<String> submit = List.of("submit", film.toString(), "-p", profile.toString());

    assertThat(run(submit)).isEqualTo(ExitCode.DONE);
    assertThat(run(submit, "--program", "28106")).isEqualTo(ExitCode.DONE);
    assertThat(run(submit, "--video-stream", "0")).isEqualTo(ExitCode.DONE);
    assertThat(run(submit, "--program", "28106", "--video-stream", "0")).isEqualTo(ExitCode.DONE);

    assertThat(jobs.submissions())
        .extracting(submission -> submission.profile().selection())
        .containsExactly(
            new Profile.Selection(1, 2),
            new Profile.Selection(28_106, null),
            new Profile.Selection(null, 0),
            new Profile.Selection(28_106, 0));
  }

  private int run(List<String> arguments, String... more) {
    return console.run(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void submit_waitForStable_saysSoOnceAndSubmits() throws Exception {
    Path film = Files.writeString(media.resolve("one.mp4"), "film");

    int code = console.run("submit", "--wait-for-stable", "1", film.toString());

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(console.err())
        .isEqualTo("framemill: Waiting until " + film + " has been unchanged for 1 s\n");
    assertThat(jobs.submissions()).hasSize(1);
  }

  @Test
  void submit_waitForStableWithoutServer_failsBeforeItWaits() throws Exception {
    Path film = Files.writeString(media.resolve("one.mp4"), "film");
    api.close();

    int code = console.run("submit", "--wait-for-stable", "3600", film.toString());

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).contains("127.0.0.1").doesNotContain("Waiting until");
  }

  @Test
  void submit_waitForStableOfAFileThatIsNotThere_fails() {
    assertThat(console.run("submit", "--wait-for-stable", "none.mp4")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).endsWith("framemill: none.mp4: no such file\n");
  }

  @Test
  void submit_keyThatWasUsed_isALineForPeopleAndNoBug() throws Exception {
    Path film = Files.writeString(media.resolve("one.mp4"), "film");

    int code = console.run("submit", film.toString(), "--idempotency-key", "used");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).contains("was used for another file").doesNotContain("bug");
    assertThat(console.err().lines()).hasSize(1);
  }

  @Test
  void submit_severalFiles_printsAnIdForEach() throws Exception {
    Path one = Files.writeString(media.resolve("one.mp4"), "film");
    Path two = Files.writeString(media.resolve("two.mp4"), "film");

    int code = console.run("submit", one.toString(), two.toString(), "--priority", "80");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).isEqualTo("job-1\njob-2\n");
    assertThat(jobs.submissions()).allMatch(submission -> submission.priority() == 80);
    assertThat(jobs.submissions().get(0).source()).isEqualTo("one.mp4");
  }

  @Test
  void submit_fileWithControlCharactersInItsName_isAJobWithEscapesAndSaysSo() throws Exception {
    Path film = Files.writeString(media.resolve("a\nb\u001b.mp4"), "film");

    assertThat(console.run("submit", film.toString())).isEqualTo(ExitCode.DONE);

    assertThat(jobs.submissions())
        .singleElement()
        .satisfies(
            submission -> {
              assertThat(submission.name()).isEqualTo("a\\nb\\u001b.mp4");
              assertThat(submission.source()).isEqualTo("a\nb\u001b.mp4");
            });
    assertThat(console.err())
        .isEqualTo(
            "framemill: The name of "
                + media
                + "/a\\nb\\u001b.mp4 has control characters; its job is called"
                + " a\\nb\\u001b.mp4, and they become _ in the names of output\n");
  }

  @Test
  void submit_oneOfTwoIsMissing_submitsNone() throws Exception {
    Path one = Files.writeString(media.resolve("one.mp4"), "film");

    int code = console.run("submit", one.toString(), media + "/two.mp4");

    assertThat(code).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).isEqualTo("framemill: " + media + "/two.mp4: no such file\n");
    assertThat(jobs.submissions()).isEmpty();
  }

  @Test
  void submit_watch_exitsWithTheJobsEnd() throws Exception {
    Path one = Files.writeString(media.resolve("one.mp4"), "film");
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> console.run("submit", "--watch", one.toString()));
    await().until(() -> jobs.watchers() == 1);

    jobs.tell(anEvent(1, Kind.DONE, aJob("job-1", JobState.DONE)));

    assertThat(code.get()).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).isEqualTo("job-1\n");
    assertThat(console.err()).contains("job-1 DONE 1");
  }

  @Test
  void list_jobs_isATable() {
    jobs.put(RUNNING);
    jobs.put(aJob("b", JobState.DONE));

    assertThat(console.run("list")).isEqualTo(ExitCode.DONE);
    assertThat(console.out().lines())
        .hasSize(3)
        .satisfies(
            lines -> {
              assertThat(lines.get(0)).startsWith("JOB  STATE    DONE  ETA   PROFILE");
              assertThat(lines.get(1)).startsWith("a    running  50%   0:08  hls-h264");
              assertThat(lines.get(2)).startsWith("b    done     100%  -     hls-h264");
            });
  }

  @Test
  void list_json_isALineForEachJob() throws Exception {
    jobs.put(RUNNING);

    console.run("list", "--json");

    assertThat(read(console.out(), JobStatus.class)).isEqualTo(RUNNING);
  }

  @Test
  void status_failedJob_tellsTheReason() {
    jobs.put(FAILED);

    assertThat(console.run("status", "a")).isEqualTo(ExitCode.DONE);
    assertThat(console.out())
        .contains("State      failed\n", "Reason     No video in it\n", "after 1:00\n");
  }

  @Test
  void status_unknownJob_fails() {
    assertThat(console.run("status", "nobody")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).isEqualTo("framemill: No such job: nobody\n");
  }

  @Test
  void cancel_job_saysWhatBecameOfIt() {
    jobs.put(RUNNING);

    assertThat(console.run("cancel", "a")).isEqualTo(ExitCode.DONE);
    assertThat(console.err()).isEqualTo("framemill: Job a is cancelled\n");
    assertThat(jobs.status(new JobId("a")).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void retry_failedJob_runsAgain() throws Exception {
    jobs.put(FAILED);

    assertThat(console.run("retry", "a", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(read(console.out(), JobStatus.class).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void retry_runningJob_fails() {
    jobs.put(RUNNING);

    assertThat(console.run("retry", "a")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).isEqualTo("framemill: Job a is running\n");
  }

  @Test
  void watch_failedJob_exitsWith1AndTellsTheReason() {
    jobs.tell(anEvent(1, Kind.ACCEPTED, RUNNING));
    jobs.tell(new JobEvent(2, 0, Kind.FAILED, "No video in it", FAILED));

    assertThat(console.run("watch", "a")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err()).contains("a Failed: a.mp4: No video in it\n");
  }

  @Test
  void watch_quiet_tellsOnlyTheFailure() {
    jobs.tell(anEvent(1, Kind.ACCEPTED, RUNNING));
    jobs.tell(new JobEvent(2, 0, Kind.FAILED, "No video in it", FAILED));

    console.run("watch", "-q", "a");

    assertThat(console.err()).isEqualTo("framemill: a.mp4: No video in it\n");
  }

  @Test
  void watch_reasonBeginsWithTheName_tellsItOnce() {
    jobs.tell(anEvent(1, Kind.ACCEPTED, RUNNING));
    jobs.tell(new JobEvent(2, 0, Kind.FAILED, "a.mp4 is no media file", FAILED));

    console.run("watch", "a");
    console.run("watch", "-q", "a");

    assertThat(console.err())
        .contains("a Failed: a.mp4 is no media file\n")
        .endsWith("framemill: a.mp4 is no media file\n");
  }

  @Test
  void watch_json_isALineForEachEvent() throws Exception {
    jobs.tell(anEvent(1, Kind.ACCEPTED, RUNNING));
    jobs.tell(anEvent(2, Kind.DONE, DONE));

    assertThat(console.run("watch", "a", "--json")).isEqualTo(ExitCode.DONE);
    assertThat(console.out().lines()).hasSize(2);
    assertThat(read(console.out().lines().toList().get(1), JobEvent.class).kind())
        .isEqualTo(Kind.DONE);
    assertThat(console.err()).isEmpty();
  }

  @Test
  void anyCommand_serverGone_saysSoInOneLine() {
    api.close();

    assertThat(console.run("list")).isEqualTo(ExitCode.FAILED);
    assertThat(console.err().lines()).singleElement().asString().contains("framemill serve");
  }

  private static <T> T read(String line, Class<T> type) throws Exception {
    return new MessageCodec().decode(line.getBytes(StandardCharsets.UTF_8), type);
  }
}
