package io.framemill.controller.job.output;

import io.framemill.controller.store.StoredJob;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import io.framemill.protocol.text.PrintableText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A job's source in the state that was inspected. If it changes while tasks read it, their outputs
 * do not fit together.
 *
 * @param key storage key of the source
 * @param name for users, one line
 * @param stamp the state that was inspected; null before the inspection
 */
public record PinnedSource(String key, String name, @Nullable SourceStamp stamp) {
  public static PinnedSource of(StoredJob job) {
    MediaInfo media = job.media();
    String name = PrintableText.of(job.name());
    return new PinnedSource(job.source(), name, media == null ? null : media.stamp());
  }

  /**
   * How the source has changed since the inspection, for users; empty if it is unchanged. A deleted
   * source counts as unchanged: what was read stays valid, and a task that still needs the source
   * fails by itself.
   *
   * @throws StorageException if the storage fails
   */
  Optional<String> change(Storage storage) {
    SourceStamp before = stamp;
    if (before == null) {
      return Optional.empty();
    }
    return storage
        .stamp(key)
        .filter(now -> !now.equals(before))
        .map(now -> describe(before.sizeBytes(), now.sizeBytes()));
  }

  private String describe(long bytesBefore, long bytesNow) {
    String sizes =
        bytesBefore == bytesNow
            ? bytesNow + " bytes as before, but written to since then"
            : bytesBefore + " bytes when it was inspected, " + bytesNow + " bytes now";
    return "%s: the source changed while it was read (%s); submit it when it is complete"
        .formatted(name, sizes);
  }
}
