package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_copy;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_samples_copy;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import java.math.RoundingMode;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Resamples decoded sound to a rendition's format and aligns it in time. Long gaps are filled with
 * silence block by block, because the resampler would create one frame in memory for each gap. A
 * change of format within the stream, or a long gap, opens a new graph. Not thread-safe.
 */
final class SoundResampler implements AutoCloseable {
  private static final String SINK = "abuffersink@out";

  private final AudioRendition rendition;
  private final double gainDecibels;
  private final SoundSink sink;
  private final NativeFrame trimmed = NativeFrame.allocate();
  private final NativeFrame resampled = NativeFrame.allocate();
  private @Nullable FilterGraph graph;
  private @Nullable SoundFormat format;
  private long graphStart;
  private long expected;

  /**
   * @param gainDecibels gain in dB
   * @param sink receives the result
   */
  SoundResampler(AudioRendition rendition, double gainDecibels, SoundSink sink) {
    this.rendition = rendition;
    this.gainDecibels = gainDecibels;
    this.sink = sink;
  }

  /** Consumes the next decoded frame, whose time is that of {@link TrackSound}. */
  void add(NativeFrame sound) {
    AVFrame frame = sound.get();
    SoundFormat actual = SoundFormat.of(frame);
    boolean newGraph = graph == null || !actual.equals(format) || isLongAfter(frame);
    expected = frame.pts() + frame.nb_samples();
    if (newGraph) {
      finish();
      format = actual;
      start(sound);
    } else {
      push(sound);
    }
  }

  private boolean isLongAfter(AVFrame frame) {
    return frame.pts() - expected > frame.sample_rate();
  }

  /** Flushes buffered samples at the end of the stream. */
  void finish() {
    if (graph != null) {
      graph.push(null);
      pullAll(graph);
      graph.close();
      graph = null;
    }
  }

  /**
   * Starts exactly at the position of the sink: with silence before the sound, or by trimming its
   * start.
   */
  private void start(NativeFrame sound) {
    AVFrame frame = sound.get();
    Rational inputTick = new Rational(1, frame.sample_rate());
    Rational outputTick = new Rational(1, rendition.sampleRateHz());
    sink.addSilenceUntil(inputTick.rescale(frame.pts(), outputTick, RoundingMode.HALF_UP));
    long reached = outputTick.rescale(sink.received(), inputTick, RoundingMode.HALF_UP);
    int surplus = (int) Math.min(Math.max(0, reached - frame.pts()), frame.nb_samples());
    if (surplus < frame.nb_samples()) {
      graphStart = frame.pts() + surplus;
      open(SoundFormat.of(frame));
      push(surplus == 0 ? sound : withoutStart(frame, surplus));
    }
  }

  private void open(SoundFormat actual) {
    graph = FilterGraph.open(actual.graphTo(SINK, rendition, gainDecibels), List.of(SINK));
  }

  private NativeFrame withoutStart(AVFrame frame, int samples) {
    trimmed.clear();
    AVFrame rest = trimmed.get();
    rest.format(frame.format()).sample_rate(frame.sample_rate());
    rest.nb_samples(frame.nb_samples() - samples);
    av_channel_layout_copy(rest.ch_layout(), frame.ch_layout());
    FfmpegException.check("av_frame_get_buffer", av_frame_get_buffer(rest, 0));
    FfmpegException.check(
        "av_samples_copy",
        av_samples_copy(
            rest.extended_data(),
            frame.extended_data(),
            0,
            samples,
            rest.nb_samples(),
            frame.ch_layout().nb_channels(),
            frame.format()));
    rest.pts(frame.pts() + samples);
    return trimmed;
  }

  private void push(NativeFrame sound) {
    FilterGraph current = graph;
    if (current != null) {
      sound.get().pts(sound.get().pts() - graphStart);
      current.push(sound);
      pullAll(current);
    }
  }

  private void pullAll(FilterGraph from) {
    while (from.pull(0, resampled)) {
      sink.add(resampled);
    }
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
    trimmed.close();
    resampled.close();
  }
}
