package io.framemill.worker.media.libav;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Detects exceeded limits in libav's log, because its result codes are ambiguous. Matches messages
 * of FFmpeg 8.0. Thread-safe.
 */
public final class LimitViolations {
  private static final Pattern LARGE_PICTURE =
      Pattern.compile(
          ".*Picture size ([1-9]\\d*x[1-9]\\d*)"
              + " (exceeds specified max pixel count|is invalid).*");

  private static final String MANY_STREAMS = "Number of streams exceeds max_streams";

  private @Nullable String largePicture;
  private boolean manyStreams;

  synchronized void hear(String line) {
    Matcher matcher = LARGE_PICTURE.matcher(line);
    if (matcher.matches()) {
      largePicture = matcher.group(1);
    }
    manyStreams |= line.contains(MANY_STREAMS);
  }

  /** Forgets earlier messages. */
  public synchronized void clear() {
    largePicture = null;
    manyStreams = false;
  }

  /** Size of a picture that was too large for a decoder, such as {@code 60000x60000}. */
  public synchronized Optional<String> largePicture() {
    return Optional.ofNullable(largePicture);
  }

  /** Whether a demuxer found more streams than it may have. */
  public synchronized boolean manyStreams() {
    return manyStreams;
  }
}
