package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.libav.NativePacket;
import java.math.RoundingMode;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Sums the durations of the packets of an audio stream. Durations and times are rounded to ticks,
 * to milliseconds in Matroska, but differences of times do not accumulate the rounding. So a packet
 * lasts until the next one, unless there is a gap or overlap between them. Not thread-safe.
 */
final class SoundDuration {
  private static final int SKIP_SAMPLES_BYTES = 8;

  /** Maximum rounding error of a difference or a duration. */
  private static final long MAX_ROUNDING_TICKS = 1;

  private long ticks;
  private long longest;
  private long packetsWithoutDuration;
  private long skippedSamples;
  private long previousPts = AV_NOPTS_VALUE;
  private long previousDuration;

  /** Adds a packet, without the part that the container excludes from presentation. */
  void add(NativePacket packet) {
    if ((packet.get().flags() & AV_PKT_FLAG_DISCARD) != 0) {
      return;
    }
    long pts = packet.ptsOrDts();
    long duration = Math.max(0, packet.get().duration());
    ticks += previousTicks(pts);
    packetsWithoutDuration += duration == 0 ? 1 : 0;
    previousPts = pts;
    previousDuration = duration;
    // In some formats, libavformat has already shortened the duration of a trimmed last packet.
    boolean isWhole = duration >= longest;
    longest = Math.max(longest, duration);
    addSkipped(packet, isWhole);
  }

  /** Duration of the previous packet, given the start of the next one. */
  private long previousTicks(long nextPts) {
    if (previousDuration == 0 || previousPts == AV_NOPTS_VALUE || nextPts == AV_NOPTS_VALUE) {
      return previousDuration;
    }
    // Damaged times may overflow: then the difference is far from the duration, too.
    long step = nextPts - previousPts;
    return step >= previousDuration - MAX_ROUNDING_TICKS
            && step <= previousDuration + MAX_ROUNDING_TICKS
        ? step
        : previousDuration;
  }

  private void addSkipped(NativePacket packet, boolean isWhole) {
    BytePointer skip = packet.sideData(AV_PKT_DATA_SKIP_SAMPLES);
    if (skip != null && skip.capacity() >= SKIP_SAMPLES_BYTES) {
      skippedSamples += Integer.toUnsignedLong(skip.getInt(0));
      skippedSamples += isWhole ? Integer.toUnsignedLong(skip.getInt(Integer.BYTES)) : 0;
    }
  }

  /**
   * The total duration.
   *
   * @param first the first decoded frame, whose duration is used for packets without one
   * @param timeBase seconds per tick
   */
  long ticks(AVFrame first, Rational timeBase) {
    long stated = ticks + previousDuration;
    if (first.sample_rate() <= 0) {
      return stated;
    }
    Rational sample = new Rational(1, first.sample_rate());
    long samples = packetsWithoutDuration * first.nb_samples() - skippedSamples;
    return Math.max(0, stated + sample.rescale(samples, timeBase, RoundingMode.HALF_UP));
  }
}
