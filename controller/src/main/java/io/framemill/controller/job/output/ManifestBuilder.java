package io.framemill.controller.job.output;

import io.framemill.controller.manifest.DashManifest;
import io.framemill.controller.manifest.MasterPlaylist;
import io.framemill.controller.manifest.MediaPlaylist;
import io.framemill.controller.manifest.Presentation;
import io.framemill.controller.manifest.RenditionTrack;
import io.framemill.controller.manifest.SubtitlePlaylist;
import io.framemill.controller.manifest.SubtitleTrack;
import io.framemill.controller.manifest.ThumbnailMap;
import io.framemill.controller.store.StoredTask;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoRendition;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the manifests of a job from the results of its tasks, over all segments that are done
 * without a gap from the start. Pure.
 */
public final class ManifestBuilder {
  private final List<MasterPlaylist.Audio> audios = new ArrayList<>();
  private final List<EncodedChunk> chunks;
  private final boolean hasPicture;
  private final boolean pictureComplete;
  private final Profile.Packaging packaging;
  private final List<SubtitleTrack> texts = new ArrayList<>();
  private final Optional<StoredTask> thumbnails;
  private boolean soundComplete = true;
  private boolean textComplete = true;

  /**
   * @param packaging as the job's profile asks
   */
  public ManifestBuilder(Collection<StoredTask> tasks, Profile.Packaging packaging) {
    this.packaging = packaging;
    List<List<StoredTask>> planned = EncodedChunk.inOrder(tasks);
    hasPicture = !planned.isEmpty();
    chunks =
        planned.stream()
            .map(EncodedChunk::of)
            .takeWhile(Optional::isPresent)
            .map(Optional::get)
            .toList();
    pictureComplete = chunks.size() == planned.size();
    tasks.stream()
        .sorted(Comparator.comparingInt(StoredTask::position))
        .filter(task -> task.task() instanceof Task.EncodeAudio)
        .forEach(this::addAudio);
    tasks.stream()
        .filter(task -> task.task() instanceof Task.ExtractSubtitles)
        .forEach(this::addText);
    thumbnails = tasks.stream().filter(ManifestBuilder::hasThumbnails).findFirst();
  }

  private static boolean hasThumbnails(StoredTask task) {
    return task.result() instanceof TaskResult.ThumbnailsMade;
  }

  /**
   * All manifests that can be written now, by path below the output directory; empty while nothing
   * is playable.
   */
  Map<String, String> manifests() {
    Map<String, String> files = new LinkedHashMap<>();
    List<MasterPlaylist.Video> videos = videos();
    if (videos.isEmpty() && (hasPicture || audios.isEmpty())) {
      return files;
    }
    Presentation presentation = new Presentation(videos, audios, texts, packaging.segmentMillis());
    int target = presentation.targetDurationSeconds();
    for (MasterPlaylist.Video video : videos) {
      files.put(
          OutputLayout.mediaPlaylist(OutputLayout.video(video.rendition().name())),
          MediaPlaylist.write(video.track(), target, pictureComplete));
    }
    for (MasterPlaylist.Audio audio : audios) {
      files.put(
          OutputLayout.mediaPlaylist(OutputLayout.audio(audio.rendition().name())),
          MediaPlaylist.write(audio.track(), target, true));
    }
    for (SubtitleTrack text : texts) {
      files.put(
          OutputLayout.mediaPlaylist(OutputLayout.subtitles(text.rendition().name())),
          SubtitlePlaylist.write(text.timeline(), target));
    }
    if (soundComplete && textComplete) {
      files.put(
          OutputLayout.MASTER_PLAYLIST, MasterPlaylist.write(presentation, packaging.audioOnly()));
    }
    if (soundComplete && textComplete && pictureComplete && packaging.dash()) {
      files.put(OutputLayout.DASH_MANIFEST, DashManifest.write(presentation));
    }
    thumbnails.ifPresent(task -> files.put(OutputLayout.THUMBNAIL_MAP, map(task, videos.get(0))));
    return files;
  }

  private static String map(StoredTask task, MasterPlaylist.Video video) {
    List<EncodedSegment> segments = video.track().segments();
    long end = segments.get(segments.size() - 1).endPts();
    return ThumbnailMap.write(
        ((Task.Thumbnails) task.task()).grid(),
        video.track().timeBase().rescale(end, new Rational(1, 1000), RoundingMode.CEILING));
  }

  /** The first seam at which two consecutive chunks do not match. */
  public Optional<String> brokenSeam() {
    List<TaskResult.VideoEncoded> filled =
        chunks.stream()
            .map(EncodedChunk::result)
            .filter(result -> !result.renditions().get(0).segments().isEmpty())
            .toList();
    for (int i = 1; i < filled.size(); i++) {
      Optional<String> problem = ReportCheck.seam(filled.get(i - 1), filled.get(i));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private void addAudio(StoredTask task) {
    if (task.result() instanceof TaskResult.AudioEncoded result) {
      List<AudioRendition> renditions = ((Task.EncodeAudio) task.task()).renditions();
      for (int i = 0; i < renditions.size(); i++) {
        EncodedRendition encoded = result.renditions().get(i);
        if (!encoded.segments().isEmpty()) {
          RenditionTrack track =
              new RenditionTrack(encoded.codecs(), encoded.timeBase(), encoded.segments());
          audios.add(new MasterPlaylist.Audio(renditions.get(i), track));
        }
      }
    } else {
      soundComplete = false;
    }
  }

  private void addText(StoredTask task) {
    if (task.result() instanceof TaskResult.SubtitlesExtracted result) {
      Task.ExtractSubtitles asked = (Task.ExtractSubtitles) task.task();
      for (int i = 0; i < asked.renditions().size(); i++) {
        texts.add(
            new SubtitleTrack(
                asked.renditions().get(i), asked.timeline(), result.renditions().get(i)));
      }
    } else {
      textComplete = false;
    }
  }

  private List<MasterPlaylist.Video> videos() {
    List<MasterPlaylist.Video> videos = new ArrayList<>();
    if (chunks.isEmpty() || segmentsOf(0).isEmpty()) {
      return videos;
    }
    List<VideoRendition> renditions = chunks.get(0).renditions();
    FrameCount counted =
        chunks.stream()
            .map(chunk -> chunk.result().frames())
            .reduce(FrameCount.NONE, FrameCount::plus);
    for (int i = 0; i < renditions.size(); i++) {
      EncodedRendition first = chunks.get(0).result().renditions().get(i);
      RenditionTrack track =
          new RenditionTrack(
              first.codecs(), first.timeBase(), segmentsOf(i), counted.held(), counted.heldTicks());
      videos.add(new MasterPlaylist.Video(renditions.get(i), track));
    }
    return videos;
  }

  private List<EncodedSegment> segmentsOf(int rendition) {
    return chunks.stream()
        .flatMap(chunk -> chunk.result().renditions().get(rendition).segments().stream())
        .toList();
  }
}
