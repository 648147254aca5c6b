package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.Samples.Sample;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
  @Test
  void chunk_inTheMiddle_endsWhereTheNextBegins() {
    EncodeVideo task = chunk(3, 2);
    assertThat(task.startPts()).isEqualTo(-1001 + 2 * 120_000);
    assertThat(task.endPts()).isEqualTo(chunk(5, 1).startPts());
    assertThat(task.isLast()).isFalse();
  }

  @Test
  void chunk_atTheEnd_hasNoEnd() {
    int count = Samples.TIMELINE.segmentCount();
    EncodeVideo task = chunk(count - 1, 2);
    assertThat(task.isLast()).isTrue();
    assertThat(task.endPts()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "8, 2", "9, 1", "1, 9", "2147483647, 1", "2, 2147483647"})
  void chunk_outsideTheTimeline_isRefused(int first, int count) {
    assertThat(Samples.TIMELINE.segmentCount()).isEqualTo(8);
    assertThatIllegalArgumentException().isThrownBy(() -> chunk(first, count));
  }

  @Test
  void chunk_withoutRenditions_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> encodeVideo(1, 1, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../up.mp4", "a/b.mp4", "a\\b.mp4", ".hidden", "a\nb"})
  void mux_fileNameThatIsAPath_isRefused(String fileName) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Task.Mux(
                    Samples.ATTEMPT,
                    "in",
                    "out",
                    fileName,
                    Samples.TIMELINE,
                    Samples.encodeVideo().renditions().get(0),
                    null));
  }

  @Test
  void withAttempt_anyTask_changesOnlyTheAttempt() {
    Attempt next = new Attempt(Samples.ATTEMPT.job(), "video-0003", 3);
    List<Task> tasks = messages(Task.class);
    assertThat(tasks).hasSize(6);
    for (Task task : tasks) {
      Task again = task.withAttempt(next);
      assertThat(again).isNotEqualTo(task);
      assertThat(again.attempt()).isEqualTo(next);
      assertThat(again.source()).isEqualTo(task.source());
      assertThat(again.withAttempt(task.attempt())).isEqualTo(task);
    }
  }

  @Test
  void accept_everyKindOfTask_callsItsOwnMethod() {
    List<Task> tasks = messages(Task.class);
    assertThat(tasks).map(task -> task.accept(new OfTask())).isEqualTo(tasks);
    assertThat(tasks).doesNotHaveDuplicates().hasSize(6);
  }

  @Test
  void accept_everyKindOfResult_callsItsOwnMethod() {
    List<TaskResult> results =
        messages(Report.Completed.class).stream().map(Report.Completed::result).toList();
    assertThat(results).map(result -> result.accept(new OfResult())).isEqualTo(results);
    assertThat(results).doesNotHaveDuplicates().hasSize(6);
  }

  @Test
  void fold_everyKind_callsItsOwnFunction() {
    assertThat(messages(Report.class))
        .extracting(
            report ->
                report.<String>fold(r -> "started", r -> "completed", r -> "failed", r -> "back"))
        .containsExactly(
            "started",
            "completed",
            "completed",
            "completed",
            "completed",
            "completed",
            "completed",
            "failed",
            "back");
    assertThat(messages(Progress.class))
        .extracting(progress -> progress.<String>fold(p -> "task", p -> "alive"))
        .containsExactly("task", "alive");
    assertThat(messages(Control.class))
        .extracting(control -> control.<String>fold(c -> "cancel", t -> "stop", r -> "rest"))
        .containsExactly("cancel", "stop", "rest");
  }

  /** Gives back what it is given, each kind by the method of its type. */
  private static final class OfTask implements Task.Cases<Task> {
    @Override
    public Task.Inspect inspect(Task.Inspect task) {
      return task;
    }

    @Override
    public EncodeVideo encodeVideo(EncodeVideo task) {
      return task;
    }

    @Override
    public Task.EncodeAudio encodeAudio(Task.EncodeAudio task) {
      return task;
    }

    @Override
    public Task.Mux mux(Task.Mux task) {
      return task;
    }

    @Override
    public Task.ExtractSubtitles extractSubtitles(Task.ExtractSubtitles task) {
      return task;
    }

    @Override
    public Task.Thumbnails thumbnails(Task.Thumbnails task) {
      return task;
    }
  }

  /** Gives back what it is given, each kind by the method of its type. */
  private static final class OfResult implements TaskResult.Cases<TaskResult> {
    @Override
    public TaskResult.Inspected inspected(TaskResult.Inspected taskResult) {
      return taskResult;
    }

    @Override
    public TaskResult.VideoEncoded videoEncoded(TaskResult.VideoEncoded taskResult) {
      return taskResult;
    }

    @Override
    public TaskResult.AudioEncoded audioEncoded(TaskResult.AudioEncoded taskResult) {
      return taskResult;
    }

    @Override
    public TaskResult.Muxed muxed(TaskResult.Muxed taskResult) {
      return taskResult;
    }

    @Override
    public TaskResult.SubtitlesExtracted subtitlesExtracted(
        TaskResult.SubtitlesExtracted taskResult) {
      return taskResult;
    }

    @Override
    public TaskResult.ThumbnailsMade thumbnailsMade(TaskResult.ThumbnailsMade taskResult) {
      return taskResult;
    }
  }

  private static <T> List<T> messages(Class<T> type) {
    return Samples.all().stream()
        .map(Sample::message)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static EncodeVideo chunk(int first, int count) {
    return encodeVideo(first, count, Samples.encodeVideo().renditions());
  }

  private static EncodeVideo encodeVideo(int first, int count, List<VideoRendition> renditions) {
    return new EncodeVideo(
        Samples.ATTEMPT,
        "in",
        "out",
        new EncodeVideo.Source(0, Geometry.of(16, 16), MediaInfo.Color.BT709, false),
        Samples.TIMELINE,
        null,
        new EncodeVideo.Chunk(first, count, false, List.of()),
        new EncodeVideo.Ladder(renditions));
  }
}
