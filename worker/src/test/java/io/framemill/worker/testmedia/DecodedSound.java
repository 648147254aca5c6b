package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/**
 * All channels of a rendition of sound, as a player would decode them.
 *
 * @param startSeconds time of the first sample in the file
 * @param channels the samples of each
 */
public record DecodedSound(int rateHz, double startSeconds, List<float[]> channels) {
  private static final double AUDIBLE = 0.05;

  /** Windows of 10 ms that part one beep from the next. */
  private static final int MIN_SILENT_WINDOWS = 10;

  /** Decodes a rendition's directory. */
  public static DecodedSound ofSegments(Path directory) {
    return of(DecodedMedia.joined(directory));
  }

  /** Decodes the first stream of a file. */
  static DecodedSound of(Path file) {
    return of(file, 0);
  }

  /** Decodes a stream of a file. */
  static DecodedSound of(Path file, int streamIndex) {
    Libav.load();
    try (FrameReader reader = FrameReader.open(file, streamIndex);
        NativeFrame frame = NativeFrame.allocate()) {
      AVStream stream = reader.stream();
      int count = stream.codecpar().ch_layout().nb_channels();
      List<FloatBuffer> channels = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        channels.add(FloatBuffer.allocate(rateOf(stream)));
      }
      double start = Double.NaN;
      while (reader.next(frame)) {
        AVFrame sound = frame.get();
        if (Double.isNaN(start)) {
          start =
              sound.best_effort_timestamp() * AvRational.toRational(stream.time_base()).toDouble();
        }
        for (int i = 0; i < count; i++) {
          channels.set(i, append(channels.get(i), sound, i));
        }
      }
      return new DecodedSound(
          rateOf(stream), start, channels.stream().map(DecodedSound::content).toList());
    }
  }

  private static int rateOf(AVStream stream) {
    return stream.codecpar().sample_rate();
  }

  /** Returns the buffer, or a larger one if it was full. */
  private static FloatBuffer append(FloatBuffer before, AVFrame sound, int channel) {
    if (sound.format() != AV_SAMPLE_FMT_FLTP) {
      throw new IllegalArgumentException("not planar floats: " + sound.format());
    }
    FloatBuffer buffer = before;
    if (buffer.remaining() < sound.nb_samples()) {
      int capacity = 2 * buffer.capacity() + sound.nb_samples();
      buffer = FloatBuffer.allocate(capacity).put(before.flip());
    }
    float[] next = new float[sound.nb_samples()];
    new FloatPointer(sound.extended_data(channel)).get(next);
    return buffer.put(next);
  }

  private static float[] content(FloatBuffer buffer) {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** When {@link Clicks} are heard in the first channel, in samples from the first one. */
  public List<Integer> clicks() {
    return Clicks.in(channels.get(0), rateHz);
  }

  /** The same in seconds, by the file's times. */
  public List<Double> clickSeconds() {
    return clicks().stream().map(sample -> startSeconds + (double) sample / rateHz).toList();
  }

  /** Length in seconds. */
  public double seconds() {
    return (double) channels.get(0).length / rateHz;
  }

  /**
   * When something begins to be heard in the first channel after silence, in seconds from the first
   * sample.
   */
  public List<Double> beepSeconds() {
    List<Double> found = new ArrayList<>();
    int window = rateHz / 100;
    int silentWindows = MIN_SILENT_WINDOWS;
    for (int from = 0; from + window <= channels.get(0).length; from += window) {
      if (level(from, from + window) > AUDIBLE) {
        if (silentWindows >= MIN_SILENT_WINDOWS) {
          found.add((double) from / rateHz);
        }
        silentWindows = 0;
      } else {
        silentWindows++;
      }
    }
    return found;
  }

  /** The root mean square of the first channel between two times, in seconds from its start. */
  public double level(double fromSeconds, double toSeconds) {
    return level((int) (fromSeconds * rateHz), (int) (toSeconds * rateHz));
  }

  private double level(int from, int to) {
    double sum = 0;
    for (int i = from; i < Math.min(to, channels.get(0).length); i++) {
      sum += channels.get(0)[i] * channels.get(0)[i];
    }
    return Math.sqrt(sum / Math.max(1, to - from));
  }

  /** How loud a frequency is on a channel, 0 to 1, over its second half-second. */
  public double loudnessOf(double hertz, int channel) {
    float[] samples = channels.get(channel);
    double sine = 0;
    double cosine = 0;
    for (int i = rateHz / 2; i < rateHz; i++) {
      sine += samples[i] * Math.sin(2 * Math.PI * hertz * i / rateHz);
      cosine += samples[i] * Math.cos(2 * Math.PI * hertz * i / rateHz);
    }
    return 2 * Math.hypot(sine, cosine) / (rateHz / 2.0);
  }

  /** The largest sample of all channels, from 100 ms on: a decoder of AAC has to run up. */
  public double peak() {
    double peak = 0;
    for (float[] channel : channels) {
      for (int i = rateHz / 10; i < channel.length; i++) {
        peak = Math.max(peak, Math.abs(channel[i]));
      }
    }
    return peak;
  }
}
