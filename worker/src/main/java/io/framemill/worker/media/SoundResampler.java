package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.Rational;
import io.framemill.protocol.Task;
import java.math.RoundingMode;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Brings decoded sound into a track's format and to its place in time. Long holes are filled with
 * silence block by block, not by the resampler, which would make each of them one frame in memory.
 * A change of format in mid-stream, or a long hole, gets a new graph. Not thread-safe.
 */
final class SoundResampler implements AutoCloseable {
  private static final String SINK = "abuffersink@out";

  private final Rational streamTimeBase;
  private final int rateHz;
  private final int channels;
  private final SampleClock clock;
  private final AudioTrack track;
  private final NativeFrame resampled = NativeFrame.allocate();
  private @Nullable FilterGraph graph;
  private @Nullable SoundFormat format;
  private long graphStart;
  private long expected;

  /**
   * @param streamTimeBase seconds per tick of the decoded sound's times
   * @param track where the sound goes
   */
  SoundResampler(Task.EncodeAudio task, Rational streamTimeBase, AudioTrack track) {
    this.streamTimeBase = streamTimeBase;
    this.rateHz = task.rendition().sampleRateHz();
    this.channels = task.rendition().encode().channels();
    this.clock = new SampleClock(task.timeline(), rateHz);
    this.track = track;
  }

  /** Takes over the next decoded frame. */
  void add(NativeFrame sound) {
    AVFrame frame = sound.get();
    long start = startOf(frame);
    SoundFormat actual = SoundFormat.of(frame);
    long end = start + inOutputSamples(frame.nb_samples(), actual);
    if (end <= 0) {
      expected = end;
      return;
    }
    FilterGraph current = graphFor(actual, start);
    expected = end;
    frame.pts(inInputSamples(start - graphStart, actual));
    current.push(sound);
    pullAll(current);
  }

  /** Lets out what is held back at the end of the stream. */
  void finish() {
    if (graph != null) {
      graph.push(null);
      pullAll(graph);
      graph.close();
      graph = null;
    }
  }

  private long startOf(AVFrame frame) {
    long pts = frame.best_effort_timestamp();
    return pts == AV_NOPTS_VALUE ? expected : clock.sampleAt(pts, streamTimeBase);
  }

  private FilterGraph graphFor(SoundFormat actual, long start) {
    boolean afterHole = start - Math.max(expected, 0) > rateHz;
    if (graph != null && actual.equals(format) && !afterHole) {
      return graph;
    }
    finish();
    if (afterHole) {
      track.addSilenceUntil(start);
    }
    graphStart = track.received();
    format = actual;
    FilterGraph next = FilterGraph.open(actual.graphTo(SINK, rateHz, channels), List.of(SINK));
    graph = next;
    return next;
  }

  private void pullAll(FilterGraph from) {
    while (from.pull(0, resampled)) {
      track.add(resampled);
    }
  }

  private long inOutputSamples(long samples, SoundFormat of) {
    return rescale(samples, of.sampleRateHz(), rateHz);
  }

  private long inInputSamples(long samples, SoundFormat of) {
    return rescale(samples, rateHz, of.sampleRateHz());
  }

  private static long rescale(long samples, int fromHz, int toHz) {
    return new Rational(1, fromHz).rescale(samples, new Rational(1, toHz), RoundingMode.HALF_UP);
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
    resampled.close();
  }
}
