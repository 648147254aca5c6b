package io.framemill.cli.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.testbroker.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a site busy: so many jobs at a time, each held against an undisturbed run as soon as it is
 * done. What it finds goes to the results.
 */
final class Workload implements AutoCloseable {
  private static final int AT_A_TIME = 3;
  private static final long PAUSE_MILLIS = 200;

  private final Site site;
  private final List<Clip> clips;
  private final FaultResults results;
  private final List<Running> running = new ArrayList<>();
  private final List<String> submitted = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final Thread thread = new Thread(this::run, "workload");
  private volatile boolean closed;

  /** Starts to submit. */
  Workload(Site site, List<Clip> clips, FaultResults results) {
    this.site = site;
    this.clips = clips;
    this.results = results;
    thread.setDaemon(true);
    thread.start();
  }

  /** Submits no more; counts as stuck what has not ended after so long. */
  void finish(Duration patience) throws InterruptedException {
    closed = true;
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join();
    }
    Throwable cause = broken.get();
    if (cause != null) {
      throw new IllegalStateException("The workload broke", cause);
    }
    for (Running job : running) {
      results.stuck(
          job.name, answer(() -> site.jobs().status(job.id).toString()).orElse("no answer"));
    }
  }

  /** The names of all jobs that were submitted. */
  List<String> submitted() {
    return submitted;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      for (int number = 1; !closed || !running.isEmpty(); ) {
        if (!closed && running.size() < AT_A_TIME) {
          Clip clip = clips.get(number % clips.size());
          submit("job-%04d-%s".formatted(number++, clip.source()), clip);
        }
        look();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      broken.set(e);
    }
  }

  /**
   * Asks until the controller has the job. A request whose answer is lost may have done its work.
   */
  private void submit(String name, Clip clip) throws InterruptedException {
    submitted.add(name);
    Optional<JobStatus> status = Optional.empty();
    while (status.isEmpty()) {
      status =
          answer(
              () ->
                  site.jobs().list().stream()
                      .filter(job -> job.name().equals(name))
                      .findFirst()
                      .orElseGet(() -> site.jobs().submit(clip.submission(name))));
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    running.add(new Running(name, status.get().job(), clip));
  }

  private void look() {
    for (Iterator<Running> jobs = running.iterator(); jobs.hasNext(); ) {
      Running job = jobs.next();
      Optional<JobStatus> status = answer(() -> site.jobs().status(job.id));
      if (status.isPresent() && status.get().state().isEnd()) {
        jobs.remove();
        judge(job, status.get());
      }
    }
  }

  private void judge(Running job, JobStatus status) {
    if (status.state() != JobState.DONE) {
      results.failed(job.name, status.state() + " " + status.failure());
      return;
    }
    Path output = site.output().resolve(job.id.value());
    try {
      Output actual = Output.read(output);
      results.done(job.name, retries(output), actual.from(job.clip.undisturbed()));
      if (actual.from(job.clip.undisturbed()).isNone()) {
        Directories.delete(output);
      }
    } catch (IOException | RuntimeException e) {
      results.problem(job.name + " is done, and cannot be read: " + e);
    }
  }

  private static long retries(Path output) throws IOException {
    JsonNode report = new ObjectMapper().readTree(output.resolve("job.json").toFile());
    return report.path("story").findValuesAsText("kind").stream()
        .filter("RETRY"::equalsIgnoreCase)
        .count();
  }

  /** Empty if the controller is away. */
  private static <T> Optional<T> answer(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (ServerException | JobRefusedException e) {
      return Optional.empty();
    }
  }

  private record Running(String name, JobId id, Clip clip) {}
}
