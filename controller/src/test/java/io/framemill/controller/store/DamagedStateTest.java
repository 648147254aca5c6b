package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.JobBuilder;
import io.framemill.controller.Media;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database of jobs whose file was damaged on its disk: any page of it, in several ways. */
class DamagedStateTest {
  private static final int PAGE_BYTES = 4096;
  private static final int JOBS = 2;

  @TempDir static Path directory;
  private static Path sound;

  @BeforeAll
  static void fill() {
    sound = directory.resolve("sound.db");
    MediaInfo film = Media.film(600, 640, 360, 2);
    try (JobStore store = JobStore.open(sound)) {
      for (int number = 1; number <= JOBS; number++) {
        JobId id = new JobId("film-" + number);
        StoredJob job =
            JobBuilder.aJob(id.value())
                .source("in/film.mp4")
                .running(film)
                .createdMillis(1_000 + number)
                .build();
        List<StoredTask> tasks = tasks(id, film);
        List<StoredEvent> events =
            tasks.stream()
                .map(
                    task ->
                        new StoredEvent(
                            id,
                            1L + task.position(),
                            1_000,
                            JobEvent.Kind.TASK_QUEUED,
                            "controller",
                            task.attempt(),
                            "queued"))
                .toList();
        store.transaction(
            changes -> {
              changes.saveJobs(List.of(job));
              changes.addTasks(tasks);
              changes.append(events);
            });
      }
    }
  }

  @Test
  void read_soundFile_givesAll() {
    assertThat(problemOf(sound)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "noise", "half", "end of file"})
  void read_anyPageDamaged_isRefusedInOneSentence(String damage) throws IOException {
    long pages = Files.size(sound) / PAGE_BYTES;
    assertThat(pages).isGreaterThan(20);
    int refused = 0;
    for (int page = 0; page < pages; page++) {
      Path file = damaged(page, damage);
      String problem = problemOf(file);
      if (problem != null) {
        refused++;
        assertThat(problem)
            .as("page %d of %d, %s", page, pages, damage)
            .startsWith("The state in " + file + " is damaged (")
            .contains("restore it from a backup", "docs/faults.md")
            .hasLineCount(1)
            .doesNotContainIgnoringCase("***", "select ", "insert ", "SQL State", "exception");
      }
    }
    // What is lost in the middle of a text that nobody checks is not seen.
    assertThat(refused).isGreaterThan((int) (pages * 8 / 10));
  }

  private static Path damaged(int page, String damage) throws IOException {
    Path file = directory.resolve("damaged.db");
    for (String suffix : List.of("-wal", "-shm")) {
      Files.deleteIfExists(directory.resolve("damaged.db" + suffix));
    }
    Files.copy(sound, file, StandardCopyOption.REPLACE_EXISTING);
    byte[] bytes = new byte[damage.equals("half") ? PAGE_BYTES / 2 : PAGE_BYTES];
    if (!damage.equals("zeros")) {
      new Random(page).nextBytes(bytes);
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      if (damage.equals("end of file")) {
        out.setLength((long) page * PAGE_BYTES + PAGE_BYTES / 3);
      } else {
        out.seek((long) page * PAGE_BYTES);
        out.write(bytes);
      }
    }
    return file;
  }

  /**
   * What is said of a state when all of it is read, as a controller and its clients do; or null.
   */
  private static @Nullable String problemOf(Path file) {
    try (JobStore store = JobStore.open(file)) {
      for (StoredJob job : store.jobs()) {
        store.job(job.id());
        store.tasks(job.id());
        store.events(job.id());
        store.lastSequence(job.id());
      }
      store.keys();
      store.deadLetters();
      return null;
    } catch (StoreException e) {
      return e.getMessage();
    }
  }

  private static List<StoredTask> tasks(JobId id, MediaInfo film) {
    List<StoredTask> tasks = new ArrayList<>();
    Planner planner = new Planner(id, "in/film.mp4", "film");
    for (PlannedTask planned : planner.plan(film, Media.profile(360, 240), 3).tasks()) {
      tasks.add(StoredTask.planned(planned.task(), tasks.size(), 1, 1));
    }
    return tasks;
  }
}
