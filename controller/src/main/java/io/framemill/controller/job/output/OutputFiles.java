package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.OutputLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lists the files of tasks that are done. Pure. */
public final class OutputFiles {
  private OutputFiles() {}

  /**
   * A file of a task.
   *
   * @param directory below the job's output directory
   */
  record Made(String task, String directory, String name) {}

  /** The files of a task; none if it is not done. */
  static Stream<Made> madeBy(StoredTask task) {
    return of(task).stream()
        .map(
            file -> {
              int slash = file.lastIndexOf('/');
              return new Made(task.name(), file.substring(0, slash), file.substring(slash + 1));
            });
  }

  /** Paths below the job's output directory; none for a task that is not done. */
  public static List<String> of(StoredTask task) {
    TaskResult result = task.result();
    return result == null ? List.of() : of(task.task(), result).toList();
  }

  /** The known sizes of the files of a task, in bytes, by path. */
  public static Map<String, Long> sizes(StoredTask task) {
    Map<String, Long> sizes = new HashMap<>();
    if (task.result() instanceof TaskResult.VideoEncoded video) {
      video.renditions().forEach(made -> addSizes(OutputLayout.video(made.name()), made, sizes));
    } else if (task.result() instanceof TaskResult.AudioEncoded audio) {
      audio.renditions().forEach(made -> addSizes(OutputLayout.audio(made.name()), made, sizes));
    } else if (task.result() instanceof TaskResult.Muxed muxed) {
      sizes.put(OutputLayout.mp4(((Task.Mux) task.task()).fileName()), muxed.bytes());
    }
    return sizes;
  }

  private static void addSizes(
      String directory, EncodedRendition rendition, Map<String, Long> sizes) {
    rendition
        .segments()
        .forEach(
            segment ->
                sizes.put(
                    directory + "/" + OutputLayout.mediaSegment(segment.number()),
                    segment.bytes()));
  }

  private static Stream<String> of(Task task, TaskResult result) {
    return result.accept(new FilesOf(task));
  }

  /** The files that a task's result stands for. */
  private record FilesOf(Task task) implements TaskResult.Cases<Stream<String>> {
    @Override
    public Stream<String> inspected(TaskResult.Inspected result) {
      return Stream.of();
    }

    @Override
    public Stream<String> videoEncoded(TaskResult.VideoEncoded result) {
      return renditions(result.renditions(), OutputLayout::video);
    }

    @Override
    public Stream<String> audioEncoded(TaskResult.AudioEncoded result) {
      return renditions(result.renditions(), OutputLayout::audio);
    }

    @Override
    public Stream<String> muxed(TaskResult.Muxed result) {
      return Stream.of(OutputLayout.mp4(((Task.Mux) task).fileName()));
    }

    @Override
    public Stream<String> subtitlesExtracted(TaskResult.SubtitlesExtracted result) {
      return result.renditions().stream().flatMap(OutputFiles::subtitles);
    }

    @Override
    public Stream<String> thumbnailsMade(TaskResult.ThumbnailsMade result) {
      return Stream.concat(
          Stream.of(OutputLayout.POSTER),
          numbered(
              OutputLayout.THUMBNAIL_DIRECTORY, result.sheets(), OutputLayout::thumbnailSheet));
    }
  }

  private static Stream<String> renditions(
      List<EncodedRendition> renditions, UnaryOperator<String> directory) {
    return renditions.stream()
        .filter(rendition -> !rendition.segments().isEmpty())
        .flatMap(rendition -> rendition(directory.apply(rendition.name()), rendition));
  }

  private static Stream<String> rendition(String directory, EncodedRendition rendition) {
    return Stream.concat(
            Stream.of(OutputLayout.INIT_SEGMENT),
            rendition.segments().stream()
                .map(segment -> OutputLayout.mediaSegment(segment.number())))
        .map(name -> directory + "/" + name);
  }

  private static Stream<String> subtitles(ExtractedSubtitles rendition) {
    return Stream.concat(
        Stream.of(OutputLayout.subtitleFile(rendition.name())),
        numbered(
            OutputLayout.subtitles(rendition.name()),
            rendition.segments(),
            OutputLayout::subtitleSegment));
  }

  private static Stream<String> numbered(String directory, int count, IntFunction<String> name) {
    return IntStream.rangeClosed(1, count).mapToObj(name).map(file -> directory + "/" + file);
  }
}
