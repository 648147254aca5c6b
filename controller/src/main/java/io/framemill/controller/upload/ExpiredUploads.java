package io.framemill.controller.upload;

import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.storage.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Deletes expired uploads, in one pass. */
record ExpiredUploads(
    Path root, UploadPolicy policy, Instant now, Function<String, List<JobStatus>> jobsOf) {
  List<String> run() throws IOException {
    List<String> removed = new ArrayList<>();
    for (UploadDirectory directory : directories()) {
      if (isUnneeded(directory) && delete(directory)) {
        removed.add(directory.id());
      }
    }
    return removed;
  }

  private List<UploadDirectory> directories() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(root)) {
      return children
          .filter(child -> Uploads.isId(String.valueOf(child.getFileName())))
          .map(UploadDirectory::new)
          .toList();
    }
  }

  private boolean isUnneeded(UploadDirectory directory) throws IOException {
    List<JobStatus> jobs = new ArrayList<>();
    if (!directory.isUnfinished()) {
      for (String name : directory.finishedNames()) {
        jobs.addAll(jobsOf.apply(Uploads.key(directory, name)));
      }
    }
    if (jobs.isEmpty()) {
      return isPast(directory.touched(), policy.unusedLife());
    }
    return jobs.stream().allMatch(this::isUnneeded);
  }

  private boolean isUnneeded(JobStatus job) {
    Long endedMillis = job.endedEpochMillis();
    return endedMillis != null
        && isPast(
            Instant.ofEpochMilli(endedMillis),
            job.state() == JobState.DONE ? policy.doneLife() : policy.failedLife());
  }

  private boolean isPast(Instant from, Duration life) {
    return from.plus(life).isBefore(now);
  }

  private static boolean delete(UploadDirectory directory) throws IOException {
    if (!Files.exists(directory.info())) {
      directory.delete();
      return true;
    }
    try (LockFile lock = directory.lock()) {
      Objects.requireNonNull(lock);
      directory.delete();
      return true;
    } catch (UploadException e) {
      // A request writes to it: it has not expired.
      return false;
    }
  }
}
