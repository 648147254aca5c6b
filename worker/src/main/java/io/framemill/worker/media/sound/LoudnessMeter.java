package io.framemill.worker.media.sound;

import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.encoder.AudioEncoder;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import java.util.List;
import java.util.Locale;

/**
 * Measures integrated loudness and true peak (ITU-R BS.1770, EBU R 128) by libavfilter's {@code
 * ebur128}. Not thread-safe.
 */
final class LoudnessMeter implements SoundSink, AutoCloseable {
  /** The absolute gate: quieter blocks do not count, and no measured loudness is below it. */
  static final double SILENCE_LUFS = -70;

  private static final String FILTER = "ebur128@meter";
  private static final String SINK = "abuffersink@out";

  private final FilterGraph graph;
  private final long maxSamples;
  private final NativeFrame passed = NativeFrame.allocate();
  private long received;

  private LoudnessMeter(FilterGraph graph, long maxSamples) {
    this.graph = graph;
    this.maxSamples = maxSamples;
  }

  /** Opens a meter for a rendition's sample rate, channels and sample format. */
  static LoudnessMeter open(AudioRendition rendition, Timeline timeline) {
    int rateHz = rendition.sampleRateHz();
    String text =
        String.format(
            Locale.ROOT,
            "abuffer=time_base=1/%d:sample_rate=%d:sample_fmt=%s:channel_layout=%s,"
                + "%s=peak=true:framelog=quiet,%s",
            rateHz,
            rateHz,
            AudioEncoder.of(rendition.encode().codec()).sampleFormat(),
            SoundFormat.layoutName(rendition.channels()),
            FILTER,
            SINK);
    return new LoudnessMeter(
        FilterGraph.open(text, List.of(SINK)), new SampleClock(timeline, rateHz).programmeEnd());
  }

  @Override
  public long received() {
    return received;
  }

  @Override
  public boolean isFull() {
    return received >= maxSamples;
  }

  @Override
  public void add(NativeFrame sound) {
    sound.get().pts(received);
    received += sound.get().nb_samples();
    graph.push(sound);
    while (graph.pull(0, passed)) {
      passed.clear();
    }
  }

  /** Ignored: silence is below the gate. */
  @Override
  public void addSilenceUntil(long sample) {
    received = Math.max(received, Math.min(sample, maxSamples));
  }

  /** Loudness of all added samples, {@link #SILENCE_LUFS} or less for silence. */
  double integratedLufs() {
    return graph.exported(FILTER, "integrated");
  }

  /** The highest true peak of all channels; negative infinity for digital silence. */
  double truePeakDbtp() {
    return graph.exported(FILTER, "true_peak");
  }

  @Override
  public void close() {
    passed.close();
    graph.close();
  }
}
