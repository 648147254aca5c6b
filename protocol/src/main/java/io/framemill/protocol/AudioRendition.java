package io.framemill.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One audio output of a job.
 *
 * @param name directory, such as {@code eng-128k}
 * @param language ISO 639-2 code, {@code und} if unknown
 * @param title the track's title for people, or null
 * @param isDefault whether players should choose it on their own
 * @param sampleRateHz samples per second of the output
 * @param encode how it is encoded
 */
public record AudioRendition(
    String name,
    String language,
    @Nullable String title,
    boolean isDefault,
    int sampleRateHz,
    Profile.AudioEncode encode) {
  public AudioRendition {
    Names.require(name);
    Objects.requireNonNull(language, "language");
    Objects.requireNonNull(encode, "encode");
    if (sampleRateHz <= 0) {
      throw new IllegalArgumentException("no sample rate: " + sampleRateHz);
    }
  }
}
