package io.framemill.worker.media.inspect;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.LibavLog;
import io.framemill.worker.media.libav.LimitViolations;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a source that exceeds its limits or has damaged times, during the inspection. Not
 * thread-safe.
 */
final class SourceCheck {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private static final Rational MILLISECOND = new Rational(1, 1000);

  /** A longer pause of all streams is not a pause but a damaged time. */
  private static final Duration MAX_PAUSE = Duration.ofHours(1);

  private final String source;
  private final SourceLimits limits;
  private final LimitViolations complaints = LibavLog.get().limits();
  private @Nullable Long firstMillis;
  private @Nullable Long latestMillis;

  SourceCheck(String source, SourceLimits limits) {
    this.source = source;
    this.limits = limits;
    complaints.clear();
  }

  /** Maximum number of streams for the demuxer. */
  int streams() {
    return limits.streams();
  }

  /**
   * Says what is behind a failure of libav's.
   *
   * @return the failure itself, if no limit is
   */
  TranscodeException explain(TranscodeException failure) {
    return complaints.manyStreams() ? tooManyStreams() : failure;
  }

  /**
   * Checks the number of streams.
   *
   * @throws BadSourceException if there are too many streams
   */
  void requireFewStreams() {
    if (complaints.manyStreams()) {
      throw tooManyStreams();
    }
  }

  private BadSourceException tooManyStreams() {
    return refusal("more than " + limits.streams() + " streams", "--max-streams");
  }

  /**
   * Checks the size that the container declares.
   *
   * @throws BadSourceException if the pictures are too large
   */
  void requireUsualSize(AVCodecParameters stream) {
    if ((long) stream.width() * stream.height() > limits.picturePixels()) {
      throw tooLarge(stream.width() + "x" + stream.height());
    }
  }

  /**
   * Checks a stream's first picture, or the reason why there is none.
   *
   * @throws BadSourceException if there is none because it was too large, or it is
   */
  void requireUsualSize(PictureScan scan) {
    Optional<String> refused = complaints.largePicture();
    if (!scan.hasFrames() && refused.isPresent()) {
      throw tooLarge(refused.get());
    }
    if (scan.hasFrames() && scan.pixels() > limits.picturePixels()) {
      throw tooLarge(scan.firstFrame().width() + "x" + scan.firstFrame().height());
    }
  }

  private BadSourceException tooLarge(String size) {
    return refusal(
        "pictures of " + size + " pixels, the limit is " + limits.picturePixels() + " in all",
        "--max-pixels");
  }

  /**
   * Checks the rate of a stream's pictures so far.
   *
   * @throws BadSourceException if the rate is too high
   */
  void requireUsualRate(PacketSpan pictures, Rational timeBase) {
    if (!pictures.hasTimes()) {
      return;
    }
    double seconds = (pictures.lastPts() - pictures.firstPts()) * timeBase.toDouble();
    if (pictures.count() > limits.picturesPerSecond() * (seconds + 1)) {
      throw refusal("more than " + limits.picturesPerSecond() + " pictures a second", "--max-fps");
    }
  }

  /**
   * Checks the times of the packets so far, after each packet.
   *
   * @param packets packets of the stream of the latest one
   * @throws BadSourceException if the time jumps, or the source is too long
   */
  void requireNoJump(PacketSpan packets, Rational timeBase) {
    if (!packets.hasTimes()) {
      return;
    }
    long millis = timeBase.rescale(packets.lastPts(), MILLISECOND, RoundingMode.FLOOR);
    if (latestMillis != null && millis - latestMillis > MAX_PAUSE.toMillis()) {
      throw new BadSourceException(
          String.format(
              Locale.ROOT,
              "The times of %s jump by %d hours in the middle: it is damaged, or was joined from"
                  + " several recordings",
              source,
              Duration.ofMillis(millis - latestMillis).toHours()));
    }
    latestMillis = latestMillis == null ? millis : Math.max(latestMillis, millis);
    firstMillis = firstMillis == null ? millis : Math.min(firstMillis, millis);
    requireUsualLength(latestMillis - firstMillis);
  }

  private void requireUsualLength(long millis) {
    if (millis > limits.durationMillis()) {
      throw refusal(
          "more than " + limits.durationMillis() / MILLIS_PER_HOUR + " hours", "--max-duration");
    }
  }

  private BadSourceException refusal(String what, String option) {
    return new BadSourceException(
        source + " has " + what + ". If that is right, raise the limit with " + option);
  }
}
