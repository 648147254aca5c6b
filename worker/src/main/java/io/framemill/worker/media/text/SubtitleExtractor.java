package io.framemill.worker.media.text;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Demuxer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Extracts the text tracks of a source to WebVTT, in one pass. Not thread-safe. */
public final class SubtitleExtractor implements AutoCloseable {
  private final Demuxer demuxer;
  private final Map<Integer, SubtitleRendition> unopened = new HashMap<>();
  private final Map<Integer, TextTrack> tracks = new LinkedHashMap<>();

  private SubtitleExtractor(Demuxer demuxer) {
    this.demuxer = demuxer;
  }

  /**
   * Runs the task.
   *
   * @param output the job's output directory
   */
  public static TaskResult.SubtitlesExtracted run(
      Task.ExtractSubtitles task, Path source, Path output, MediaProgress progress) {
    try (Demuxer demuxer = Demuxer.open(source);
        SubtitleExtractor extractor = new SubtitleExtractor(demuxer)) {
      for (SubtitleRendition rendition : task.renditions()) {
        extractor.unopened.put(rendition.streamIndex(), rendition);
        if (rendition.streamIndex() < demuxer.streamCount()) {
          extractor.open(rendition.streamIndex(), task.timeline());
        }
      }
      extractor.readThrough(task.timeline(), progress);
      List<ExtractedSubtitles> results = new ArrayList<>();
      for (SubtitleRendition rendition : task.renditions()) {
        extractor.open(rendition.streamIndex(), task.timeline());
        TextTrack track = extractor.tracks.get(rendition.streamIndex());
        if (track != null) {
          results.add(track.write(output, progress));
        }
      }
      return new TaskResult.SubtitlesExtracted(results);
    }
  }

  /**
   * Opens a track that is not open yet; a stream that starts late exists from its first packet on.
   */
  private void open(int index, Timeline timeline) {
    SubtitleRendition rendition = unopened.remove(index);
    if (rendition != null) {
      tracks.put(index, TextTrack.open(rendition, timeline, demuxer.stream(index)));
    }
  }

  private void readThrough(Timeline timeline, MediaProgress progress) {
    // Formats without skipping are read completely anyway, and would report no progress between
    // texts.
    if (demuxer.formatName().startsWith("mov")) {
      demuxer.keepOnly(tracks.keySet());
    }
    try (NativePacket packet = NativePacket.allocate()) {
      while (demuxer.read(packet)) {
        open(packet.get().stream_index(), timeline);
        TextTrack track = tracks.get(packet.get().stream_index());
        progress.encoded(0, track == null ? 0 : track.add(packet));
      }
    }
  }

  @Override
  public void close() {
    tracks.values().forEach(TextTrack::close);
  }
}
