package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Selects the subtitle renditions for a source's text tracks. */
final class TextTracks {
  private TextTracks() {}

  /** One rendition for each track, in the file's order; at most one is the default. */
  static List<SubtitleRendition> fit(List<SubtitleStream> streams) {
    List<SubtitleRendition> renditions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean hasDefault = false;
    for (SubtitleStream stream : streams) {
      String base = stream.language() + (stream.isForced() ? "-forced" : "");
      renditions.add(
          new SubtitleRendition(
              Ladder.unique(base, names),
              stream.index(),
              stream.language(),
              stream.title(),
              stream.isDefault() && !hasDefault,
              stream.isForced(),
              stream.roles()));
      hasDefault |= stream.isDefault();
    }
    return renditions;
  }
}
