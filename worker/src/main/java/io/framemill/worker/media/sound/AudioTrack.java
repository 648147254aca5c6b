package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_samples_set_silence;

import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.worker.media.encoder.AudioEncoder;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.DecodeDelay;
import io.framemill.worker.media.segment.SegmentCursor;
import io.framemill.worker.media.segment.SegmentWriter;
import io.framemill.worker.media.segment.TrackDirectory;
import java.nio.file.Path;

/**
 * One audio rendition: receives contiguous samples from the programme's origin on, encodes them and
 * writes the segments. Not thread-safe.
 */
final class AudioTrack implements SoundSink, AutoCloseable {
  private static final long MILLIS_PER_SECOND = 1000;

  private final AudioRendition rendition;
  private final TrackClock clock;
  private final SegmentCursor segments;
  private final long maxSamples;
  private final MediaProgress progress;
  private final Encoder encoder;
  private final SegmentWriter writer;
  private final int sampleFormat;
  private final SampleFifo fifo;
  private final NativeFrame block;
  private final NativePacket packet = NativePacket.allocate();
  private long received;
  private long sent;
  private long endPts;

  private AudioTrack(
      AudioRendition rendition,
      Timeline timeline,
      Encoder encoder,
      SegmentWriter writer,
      MediaProgress progress) {
    this.rendition = rendition;
    this.clock = TrackClock.ofAudio(rendition.sampleRateHz());
    SampleClock samples = new SampleClock(timeline, rendition.sampleRateHz());
    this.segments = new SegmentCursor(samples::segmentStart, 1, timeline.segmentCount());
    this.maxSamples = samples.programmeEnd();
    this.progress = progress;
    this.encoder = encoder;
    this.writer = writer;
    this.sampleFormat = encoder.get().sample_fmt();
    this.fifo = new SampleFifo(sampleFormat, rendition.channels());
    this.block = newBlock(encoder.get().frame_size());
    this.received = -AudioEncoder.leadSamples(encoder);
    this.sent = received;
    addSilenceUntil(0);
  }

  /**
   * Opens a rendition and writes its init segment.
   *
   * @param output the job's output directory
   * @param progress called for each encoded block
   */
  static AudioTrack open(
      AudioRendition rendition, Timeline timeline, Path output, MediaProgress progress) {
    TrackDirectory directory = TrackDirectory.create(output, OutputLayout.audio(rendition.name()));
    Encoder encoder = AudioEncoder.of(rendition.encode().codec()).open(rendition);
    try {
      TrackClock clock = TrackClock.ofAudio(rendition.sampleRateHz());
      SegmentWriter writer = new SegmentWriter(directory, clock, DecodeDelay.OF_SOUND, encoder);
      return new AudioTrack(rendition, timeline, encoder, writer, progress);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private NativeFrame newBlock(int samples) {
    NativeFrame frame = NativeFrame.allocate();
    frame.get().format(sampleFormat);
    frame.get().sample_rate(rendition.sampleRateHz());
    av_channel_layout_default(frame.get().ch_layout(), rendition.channels());
    frame.get().nb_samples(samples);
    FfmpegException.check("av_frame_get_buffer", av_frame_get_buffer(frame.get(), 0));
    return frame;
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
    received += sound.get().nb_samples();
    fifo.write(sound);
    encodeBlocks();
  }

  @Override
  public void addSilenceUntil(long sample) {
    long end = Math.min(sample, maxSamples);
    while (received < end) {
      int samples = (int) Math.min(end - received, blockSamples());
      makeWritable();
      block.get().nb_samples(samples);
      FfmpegException.check(
          "av_samples_set_silence",
          av_samples_set_silence(
              block.get().extended_data(), 0, samples, rendition.channels(), sampleFormat));
      add(block);
    }
  }

  /** Encodes the remaining samples and writes the last segment. */
  EncodedRendition finish() {
    int rest = (int) Math.min(fifo.size(), maxSamples - sent);
    if (rest > 0) {
      encode(rest);
    }
    encoder.send(null);
    writePackets();
    writer.finish(endPts);
    return new EncodedRendition(
        rendition.name(),
        AudioEncoder.of(rendition.encode().codec()).codecString(),
        writer.initSha256(),
        clock.timeBase(),
        writer.written());
  }

  private int blockSamples() {
    return encoder.get().frame_size();
  }

  private void encodeBlocks() {
    while (fifo.size() >= blockSamples() && maxSamples - sent >= blockSamples()) {
      encode(blockSamples());
    }
  }

  private void encode(int samples) {
    makeWritable();
    block.get().nb_samples(samples);
    fifo.read(block, samples);
    block.get().pts(sent);
    sent += samples;
    encoder.send(block);
    writePackets();
    progress.encoded(0, Math.max(0, sent) * MILLIS_PER_SECOND / rendition.sampleRateHz());
  }

  // The encoder may still hold the block of that time.
  private void makeWritable() {
    block.get().nb_samples(blockSamples());
    FfmpegException.check("av_frame_make_writable", av_frame_make_writable(block.get()));
  }

  private void writePackets() {
    while (encoder.receive(packet)) {
      long pts = packet.get().pts();
      // Priming samples of the encoder, without sound of the source.
      if (pts >= 0) {
        endPts = pts + blockSamples();
        writer.add(packet, segments.segmentAt(pts));
      }
    }
  }

  @Override
  public void close() {
    packet.close();
    block.close();
    fifo.close();
    writer.close();
    encoder.close();
  }
}
