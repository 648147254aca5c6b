package io.framemill.worker.media.inspect;

import io.framemill.protocol.Rational;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.media.feedback.TranscodeException;
import io.framemill.worker.media.libav.LibavLog;
import io.framemill.worker.media.libav.LimitComplaints;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** Holds a source to its limits while it is inspected. Not thread-safe. */
final class SourceCheck {
  private static final long MILLIS_PER_HOUR = 3_600_000;

  private final String source;
  private final SourceLimits limits;
  private final LimitComplaints complaints = LibavLog.get().limits();

  SourceCheck(String source, SourceLimits limits) {
    this.source = source;
    this.limits = limits;
    complaints.clear();
  }

  /** What a demuxer is to be told about streams. */
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
   * Checks what a demuxer has found.
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
   * Checks the size that the container states.
   *
   * @throws BadSourceException if the pictures are too large
   */
  void requireUsualSize(AVCodecParameters stream) {
    if ((long) stream.width() * stream.height() > limits.picturePixels()) {
      throw tooLarge(stream.width() + "x" + stream.height());
    }
  }

  /**
   * Checks a stream's first picture, or why there is none.
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
   * Checks the pictures that a stream has had so far.
   *
   * @throws BadSourceException if they are too many for their time
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
   * Checks a length.
   *
   * @throws BadSourceException if it is too long
   */
  void requireUsualLength(long millis) {
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
