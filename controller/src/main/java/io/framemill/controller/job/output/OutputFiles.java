package io.framemill.controller.job.output;

import io.framemill.controller.manifest.FileNumbers;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.rendition.EncodedRendition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which files a task has left in the output directory, once it is done. Pure. */
public final class OutputFiles {
  private OutputFiles() {}

  /**
   * A file that a task left.
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

  /** Sizes of those files whose size is known, in bytes, by path. */
  public static Map<String, Long> sizes(StoredTask task) {
    Map<String, Long> sizes = new HashMap<>();
    if (task.result() instanceof TaskResult.VideoEncoded video) {
      video.renditions().forEach(rendition -> addSizes("video/", rendition, sizes));
    } else if (task.result() instanceof TaskResult.AudioEncoded audio) {
      audio.renditions().forEach(rendition -> addSizes("audio/", rendition, sizes));
    } else if (task.result() instanceof TaskResult.Muxed muxed) {
      sizes.put("mp4/" + ((Task.Mux) task.task()).fileName(), muxed.bytes());
    }
    return sizes;
  }

  private static void addSizes(String kind, EncodedRendition rendition, Map<String, Long> sizes) {
    String directory = kind + rendition.name();
    rendition
        .segments()
        .forEach(
            segment -> sizes.put(file(directory + "/", segment.number(), ".m4s"), segment.bytes()));
  }

  private static Stream<String> of(Task task, TaskResult result) {
    return result.fold(
        inspected -> Stream.of(),
        video -> renditions("video", video.renditions()),
        audio -> renditions("audio", audio.renditions()),
        muxed -> Stream.of("mp4/" + ((Task.Mux) task).fileName()),
        subtitles ->
            subtitles.renditions().stream()
                .flatMap(
                    texts ->
                        Stream.concat(
                            Stream.of("subs/" + texts.name() + ".vtt"),
                            numbered("subs/" + texts.name() + "/", texts.segments(), ".vtt"))),
        thumbnails ->
            Stream.concat(
                Stream.of("thumbs/poster.jpg"),
                numbered("thumbs/sprite-", thumbnails.sheets(), ".jpg")));
  }

  private static Stream<String> renditions(String directory, List<EncodedRendition> renditions) {
    return renditions.stream()
        .filter(rendition -> !rendition.segments().isEmpty())
        .flatMap(rendition -> rendition(directory + "/" + rendition.name(), rendition));
  }

  private static Stream<String> rendition(String directory, EncodedRendition rendition) {
    return Stream.concat(
        Stream.of(directory + "/init.mp4"),
        rendition.segments().stream()
            .map(segment -> file(directory + "/", segment.number(), ".m4s")));
  }

  private static Stream<String> numbered(String prefix, int count, String suffix) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> file(prefix, number, suffix));
  }

  private static String file(String prefix, int number, String suffix) {
    return prefix + FileNumbers.of(number) + suffix;
  }
}
