package io.framemill.controller.job.output;

import io.framemill.controller.account.SourceAccount;
import io.framemill.controller.store.StoredEvent;
import io.framemill.controller.store.StoredJob;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Content of {@code job.json} beside the output, written from when the job is planned: the request,
 * the plan, the tasks with worker and duration, and the problems.
 *
 * @param version {@link #VERSION} of the release that wrote it
 */
public record JobReport(
    int version,
    String job,
    String source,
    Profile profile,
    int priority,
    long createdEpochMillis,
    @Nullable Long endedEpochMillis,
    @Nullable MediaInfo media,
    List<VideoRendition> videoRenditions,
    List<AudioRendition> audioRenditions,
    List<SubtitleRendition> subtitleRenditions,
    List<String> mp4Files,
    List<String> thumbnailFiles,
    @Nullable SourceAccount account,
    List<TaskLine> tasks,
    List<StoryLine> story) {
  /** Incremented when an older release would misread a newer {@code job.json}. */
  public static final int VERSION = 1;

  private static final MessageCodec CODEC = new MessageCodec();

  /** One task: its last attempt and its outcome. */
  record TaskLine(
      String task,
      int attempts,
      int failures,
      int losses,
      @Nullable String worker,
      @Nullable Long startedEpochMillis,
      @Nullable Long endedEpochMillis,
      long mediaMillis) {}

  /** One line of the job's event log. */
  record StoryLine(
      long atEpochMillis,
      String kind,
      String actor,
      @Nullable String task,
      @Nullable Integer attempt,
      String message) {
    public static StoryLine of(StoredEvent event) {
      Attempt attempt = event.attempt();
      return new StoryLine(
          event.atMillis(),
          event.kind().name(),
          event.actor(),
          attempt == null ? null : attempt.task(),
          attempt == null ? null : attempt.number(),
          event.message());
    }
  }

  public static JobReport of(
      StoredJob job, List<StoredTask> tasks, List<StoredEvent> story, @Nullable Long endedMillis) {
    return new JobReport(
        VERSION,
        job.id().value(),
        job.name(),
        job.profile(),
        job.priority(),
        job.createdMillis(),
        endedMillis,
        job.media(),
        EncodedChunk.inOrder(tasks).stream()
            .findFirst()
            .map(EncodedChunk::ladder)
            .orElse(List.of()),
        StoredTask.work(tasks, Task.EncodeAudio.class)
            .flatMap(task -> task.renditions().stream())
            .toList(),
        StoredTask.work(tasks, Task.ExtractSubtitles.class)
            .flatMap(task -> task.renditions().stream())
            .toList(),
        StoredTask.work(tasks, Task.Mux.class).map(Task.Mux::fileName).toList(),
        StoredTask.work(tasks, Task.Thumbnails.class).flatMap(JobReport::thumbnailFiles).toList(),
        job.media() == null ? null : JobAccount.of(job, tasks),
        tasks.stream().map(task -> line(task, job.firstAttempt())).toList(),
        story.stream().map(StoryLine::of).toList());
  }

  private static Stream<String> thumbnailFiles(Task.Thumbnails task) {
    return Stream.concat(
        Stream.of(OutputLayout.THUMBNAIL_MAP, OutputLayout.POSTER),
        IntStream.rangeClosed(1, task.grid().sheets())
            .mapToObj(OutputLayout::thumbnailSheet)
            .map(sheet -> OutputLayout.THUMBNAIL_DIRECTORY + "/" + sheet));
  }

  /** Encodes the report as UTF-8 JSON. */
  byte[] toJson() {
    return CODEC.encodeForPeople(this);
  }

  private static TaskLine line(StoredTask task, int firstAttempt) {
    return new TaskLine(
        task.name(),
        // A task that was done before a retry has a lower number.
        Math.max(1, task.attempt().number() - firstAttempt + 1),
        task.failures(),
        task.losses(),
        task.worker(),
        task.startedMillis(),
        task.endedMillis(),
        task.mediaMillis());
  }
}
