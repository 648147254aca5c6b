package io.framemill.protocol.rendition;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.text.Names;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subtitle output of a job, in WebVTT.
 *
 * @param name directory, such as {@code eng}
 * @param streamIndex container index of its text stream
 * @param language as in {@link MediaInfo.AudioStream}
 * @param title the track's title for users, or null
 * @param isDefault whether players should show it by default
 * @param isForced whether it contains only forced subtitles
 * @param roles purposes of the track; empty for an ordinary one
 */
public record SubtitleRendition(
    String name,
    int streamIndex,
    String language,
    @Nullable String title,
    boolean isDefault,
    boolean isForced,
    List<TrackRole> roles) {
  public SubtitleRendition {
    Names.require(name);
    Names.requireLanguage(language);
    roles = List.copyOf(roles);
    if (streamIndex < 0) {
      throw new IllegalArgumentException("no stream: " + streamIndex);
    }
  }
}
