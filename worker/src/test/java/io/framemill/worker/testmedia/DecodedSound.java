package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
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
      float[][] channels = new float[count][0];
      double start = Double.NaN;
      while (reader.next(frame)) {
        AVFrame sound = frame.get();
        if (Double.isNaN(start)) {
          start =
              sound.best_effort_timestamp() * AvRational.toRational(stream.time_base()).toDouble();
        }
        for (int i = 0; i < count; i++) {
          channels[i] = append(channels[i], sound, i);
        }
      }
      return new DecodedSound(stream.codecpar().sample_rate(), start, Arrays.asList(channels));
    }
  }

  private static float[] append(float[] before, AVFrame sound, int channel) {
    if (sound.format() != AV_SAMPLE_FMT_FLTP) {
      throw new IllegalArgumentException("not planar floats: " + sound.format());
    }
    float[] next = new float[sound.nb_samples()];
    new FloatPointer(sound.extended_data(channel)).get(next);
    float[] all = Arrays.copyOf(before, before.length + next.length);
    System.arraycopy(next, 0, all, before.length, next.length);
    return all;
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
