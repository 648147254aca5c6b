package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.Media;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.Submission;
import io.framemill.controller.job.dispatch.ControllerConfig;
import io.framemill.controller.store.JobStore;
import io.framemill.protocol.JobId;
import io.framemill.protocol.broker.Broker;
import io.framemill.protocol.broker.memory.InMemoryBroker;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {
  private static final Profile PROFILE = Media.profile(360);

  @TempDir Path directory;
  private final Broker broker = new InMemoryBroker();
  private Controller controller;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    Files.writeString(directory.resolve("in/a.mp4"), "one film");
    Files.writeString(directory.resolve("in/copy.mp4"), "one film");
    Files.writeString(directory.resolve("in/b.mp4"), "two film");
    controller = open();
  }

  @AfterEach
  void stop() {
    controller.close();
    broker.close();
  }

  @Test
  void submit_sameFileProfileAndKey_isTheSameJob() {
    JobId job = submit("a.mp4", PROFILE, "k1");
    assertThat(submit("a.mp4", PROFILE, "k1")).isEqualTo(job);
    assertThat(submit("copy.mp4", PROFILE, "k1")).as("uploaded again").isEqualTo(job);
    assertThat(submit("a.mp4", PROFILE, "k2")).isNotEqualTo(job);
    assertThat(controller.list()).hasSize(2);
  }

  @Test
  void submit_sameKeyAfterARestart_isTheSameJob() {
    JobId job = submit("a.mp4", PROFILE, "k1");
    controller.close();
    controller = open();
    assertThat(submit("a.mp4", PROFILE, "k1")).isEqualTo(job);
    assertThat(controller.list()).hasSize(1);
  }

  @Test
  void submit_sameKeyAtTheSameTime_isOneJob() {
    List<JobId> jobs =
        IntStream.range(0, 40).parallel().mapToObj(i -> submit("a.mp4", PROFILE, "k1")).toList();
    assertThat(jobs).containsOnly(jobs.get(0));
    assertThat(controller.list()).hasSize(1);
  }

  @Test
  void submit_sameKeyForAnotherFileOrProfile_isRefusedAndSaysWhy() {
    JobId job = submit("a.mp4", PROFILE, "k1");
    assertThatThrownBy(() -> submit("b.mp4", PROFILE, "k1"))
        .isInstanceOf(KeyReusedException.class)
        .hasMessageContaining("another file or profile")
        .hasMessageContaining(job.value());
    assertThatThrownBy(() -> submit("a.mp4", Media.profile(180), "k1"))
        .isInstanceOf(KeyReusedException.class);
    assertThat(controller.list()).hasSize(1);
  }

  @Test
  void submit_withoutAKey_isANewJobEachTime() {
    assertThat(submit("a.mp4", PROFILE, null)).isNotEqualTo(submit("a.mp4", PROFILE, null));
  }

  private JobId submit(String file, Profile profile, @Nullable String key) {
    return controller.submit(new Submission(file, "in/" + file, profile, 50, null, key)).job();
  }

  private Controller open() {
    return Controller.start(
        ControllerConfig.forSlots(1),
        broker,
        new SharedDirectory(directory, directory.resolve("out")),
        JobStore.open(directory.resolve("state.db")));
  }
}
