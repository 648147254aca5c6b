package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.Task;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Decoded frames of one audio track, aligned in time: {@code pts} counts samples at the frame's own
 * rate from the programme's origin. Not thread-safe.
 */
final class TrackSound implements AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1000;

  private final FrameReader reader;
  private final Timeline timeline;
  private final Rational timeBase;
  private final Deque<NativeFrame> ahead = new ArrayDeque<>();
  private final Deque<NativeFrame> spares = new ArrayDeque<>();
  private @Nullable NativeFrame otherFormat;
  private @Nullable SoundFormat format;
  private SoundTimes times = new SoundTimes(1, 0);
  private boolean ended;
  private long brokenFrames;
  private double decodedMillis;
  private double cutBeforeMillis;

  private TrackSound(FrameReader reader, Timeline timeline) {
    this.reader = reader;
    this.timeline = timeline;
    this.timeBase = AvRational.toRational(reader.stream().time_base());
  }

  /** Opens the task's stream at its start. */
  static TrackSound open(Path source, Task.EncodeAudio task) {
    return new TrackSound(FrameReader.open(source, task.streamIndex()), task.timeline());
  }

  /** Counts of the track so far. */
  SoundCount count() {
    return new SoundCount(Math.round(decodedMillis), damagedPackets(), Math.round(cutBeforeMillis));
  }

  /** Number of packets so far that could not be decoded, or only in part. */
  long damagedPackets() {
    return reader.decodeErrors() + brokenFrames;
  }

  /**
   * Decodes the next frame into {@code sound}.
   *
   * @return false at the end of the track
   */
  boolean next(NativeFrame sound) {
    readAhead();
    NativeFrame next = ahead.poll();
    if (next == null) {
      return false;
    }
    sound.clear();
    av_frame_move_ref(sound.get(), next.get());
    spares.add(next);
    sound.get().pts(times.place());
    count(sound.get());
    return true;
  }

  private void count(AVFrame sound) {
    long before = Math.min(sound.nb_samples(), Math.max(0, -sound.pts()));
    decodedMillis += sound.nb_samples() * MILLIS_PER_SECOND / sound.sample_rate();
    cutBeforeMillis += before * MILLIS_PER_SECOND / sound.sample_rate();
  }

  private void readAhead() {
    while (!ended && otherFormat == null && !times.isAheadEnough()) {
      NativeFrame frame = spares.isEmpty() ? NativeFrame.allocate() : spares.remove();
      if (!reader.next(frame)) {
        ended = true;
        spares.add(frame);
      } else {
        countBroken(frame.get());
        take(frame);
      }
    }
    if (ahead.isEmpty() && otherFormat != null) {
      NativeFrame first = otherFormat;
      otherFormat = null;
      startRun(first);
      readAhead();
    }
  }

  private void countBroken(AVFrame frame) {
    if ((frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0) {
      brokenFrames++;
    }
  }

  /** A change of format ends the count in samples of one rate. */
  private void take(NativeFrame frame) {
    if (format == null) {
      startRun(frame);
    } else if (SoundFormat.of(frame.get()).equals(format)) {
      add(frame);
    } else {
      otherFormat = frame;
    }
  }

  private void startRun(NativeFrame first) {
    SoundFormat before = format;
    SoundFormat now = SoundFormat.of(first.get());
    long expected =
        before == null
            ? startOf(first.get(), now.sampleRateHz())
            : new Rational(1, before.sampleRateHz())
                .rescale(times.end(), new Rational(1, now.sampleRateHz()), RoundingMode.HALF_UP);
    format = now;
    times = new SoundTimes(now.sampleRateHz(), expected == SoundTimes.UNKNOWN ? 0 : expected);
    add(first);
  }

  private void add(NativeFrame frame) {
    AVFrame sound = frame.get();
    times.add(startOf(sound, sound.sample_rate()), sound.nb_samples());
    ahead.add(frame);
  }

  private long startOf(AVFrame sound, int rateHz) {
    long pts = sound.best_effort_timestamp();
    return pts == AV_NOPTS_VALUE
        ? SoundTimes.UNKNOWN
        : new SampleClock(timeline, rateHz).sampleAt(pts, timeBase);
  }

  @Override
  public void close() {
    ahead.forEach(NativeFrame::close);
    if (otherFormat != null) {
      otherFormat.close();
    }
    spares.forEach(NativeFrame::close);
    reader.close();
  }
}
