package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SKIP_SAMPLES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;

import io.framemill.protocol.Rational;
import java.math.RoundingMode;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Adds up how long the sound in the packets of a stream lasts. Not thread-safe. */
final class HeldSound {
  private static final int SKIP_SAMPLES_BYTES = 8;

  /** What rounding makes of durations at most, one in so many: 21 ms for 21.3 are 2 %. */
  private static final int MAX_ROUNDING_SHARE = 40;

  private static final double MIN_COARSE_TICK_SECONDS = 0.0005;

  private long ticks;
  private long longest;
  private long withoutDuration;
  private long packets;
  private long skippedSamples;
  private long alreadyCutSamples;

  /** Takes in a packet; what the container says is not to be heard does not count. */
  void add(AVPacket packet) {
    if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
      return;
    }
    packets++;
    long duration = packet.duration();
    // libavformat has shortened the duration of a last packet whose end is cut, in some formats.
    boolean isWhole = duration >= longest;
    longest = Math.max(longest, duration);
    ticks += Math.max(0, duration);
    withoutDuration += duration <= 0 ? 1 : 0;
    if (packet.side_data_elems() > 0) {
      addSkipped(packet, isWhole);
    }
  }

  private void addSkipped(AVPacket packet, boolean isWhole) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer skip = av_packet_get_side_data(packet, AV_PKT_DATA_SKIP_SAMPLES, size);
      if (skip != null && size.get() >= SKIP_SAMPLES_BYTES) {
        skippedSamples += Integer.toUnsignedLong(skip.getInt(0));
        long atEnd = Integer.toUnsignedLong(skip.getInt(Integer.BYTES));
        skippedSamples += isWhole ? atEnd : 0;
        alreadyCutSamples += isWhole ? 0 : atEnd;
      }
    }
  }

  /**
   * How long it lasts.
   *
   * @param first the first decoded frame: a packet that does not say how long it is lasts as long
   * @param timeBase seconds per tick
   */
  long ticks(AVFrame first, Rational timeBase) {
    if (first.sample_rate() <= 0) {
      return ticks;
    }
    Rational sample = new Rational(1, first.sample_rate());
    long even = packets * first.nb_samples() - skippedSamples - alreadyCutSamples;
    long evenTicks = sample.rescale(even, timeBase, RoundingMode.HALF_UP);
    long samples = withoutDuration * first.nb_samples() - skippedSamples;
    long stated = Math.max(0, ticks + sample.rescale(samples, timeBase, RoundingMode.HALF_UP));
    // Durations that are rounded to milliseconds add up to less than packets of one size hold.
    boolean isRounded = timeBase.toDouble() >= MIN_COARSE_TICK_SECONDS;
    return isRounded && Math.abs(evenTicks - stated) * MAX_ROUNDING_SHARE <= evenTicks
        ? evenTicks
        : stated;
  }
}
