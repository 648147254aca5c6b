package io.framemill.protocol.rendition;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.text.Names;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One audio output of a job.
 *
 * @param name directory, such as {@code eng-128k}
 * @param language as in {@link MediaInfo.AudioStream}
 * @param title the track's title for users, or null
 * @param isDefault whether players should select it by default
 * @param roles purposes of the track; empty for an ordinary one
 * @param sampleRateHz samples per second of the output
 * @param channels channels of the output: 1 (mono), 2 (stereo), 6 (5.1) or 8 (7.1); not more than
 *     {@code encode} allows
 * @param encode encoder settings
 */
public record AudioRendition(
    String name,
    String language,
    @Nullable String title,
    boolean isDefault,
    List<TrackRole> roles,
    int sampleRateHz,
    int channels,
    Profile.AudioEncode encode) {
  private static final Set<Integer> LAYOUTS = Set.of(1, 2, 6, 8);

  public AudioRendition {
    Names.require(name);
    Names.requireLanguage(language);
    Objects.requireNonNull(encode, "encode");
    roles = List.copyOf(roles);
    if (sampleRateHz <= 0) {
      throw new IllegalArgumentException("no sample rate: " + sampleRateHz);
    }
    if (!LAYOUTS.contains(channels) || channels > encode.channels()) {
      throw new IllegalArgumentException(
          channels + " channels where " + encode.channels() + " are allowed");
    }
  }
}
