package io.framemill.worker.testmedia;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Beeps that tell their place: one each {@value #INTERVAL_SECONDS} s, with its number in it as a
 * pair of tones, like those of a telephone's keys. Numbers begin again after {@value #NUMBERS}.
 */
public final class CountedBeeps {
  /** From the start of one beep to that of the next. */
  public static final double INTERVAL_SECONDS = 0.25;

  /** How many beeps are told apart. */
  public static final int NUMBERS = 256;

  /** {@link Beep#number()} of what is no beep of these. */
  public static final int GARBLED = -1;

  private static final double BEEP_SECONDS = 0.15;
  private static final int TONES = 16;
  private static final double LOW_HZ = 400;
  private static final double LOW_STEP_HZ = 100;
  private static final double HIGH_HZ = 2400;
  private static final double HIGH_STEP_HZ = 200;

  private static final double AMPLITUDE = 0.35;
  private static final double AUDIBLE = 0.05;

  /** In this part of a beep its tones are looked for: not where an encoder blurs its ends. */
  private static final double MEASURE_FROM_SECONDS = 0.025;

  private static final double MEASURE_SECONDS = 0.1;

  private static final double WINDOW_SECONDS = 0.005;
  private static final int MIN_SILENT_WINDOWS = 8;

  private CountedBeeps() {}

  /**
   * A beep that was heard.
   *
   * @param number from 0, or {@link #GARBLED}
   * @param startSample where it begins, to 5 ms
   * @param checksum of all samples from there to the start of the next beep
   */
  public record Beep(int number, int startSample, int checksum) {}

  /** The wave, for {@link SoundWave#COUNTED_BEEPS}. */
  static double at(double seconds) {
    long beep = (long) Math.floor(seconds / INTERVAL_SECONDS + 1e-9);
    double within = seconds - beep * INTERVAL_SECONDS;
    if (within >= BEEP_SECONDS) {
      return 0;
    }
    double low = 2 * Math.PI * lowHz((int) (beep % TONES));
    double high = 2 * Math.PI * highHz((int) (beep / TONES % TONES));
    return AMPLITUDE * (Math.sin(low * within) + Math.sin(high * within));
  }

  /** All beeps in a channel, in order. */
  public static List<Beep> in(float[] samples, int rateHz) {
    List<Integer> starts = starts(samples, (int) (WINDOW_SECONDS * rateHz));
    List<Beep> beeps = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int start = starts.get(i);
      int end = i + 1 < starts.size() ? starts.get(i + 1) : samples.length;
      int checksum = Arrays.hashCode(Arrays.copyOfRange(samples, start, end));
      beeps.add(new Beep(number(samples, start, end, rateHz), start, checksum));
    }
    return beeps;
  }

  private static List<Integer> starts(float[] samples, int window) {
    List<Integer> starts = new ArrayList<>();
    int silentWindows = MIN_SILENT_WINDOWS;
    for (int from = 0; from + window <= samples.length; from += window) {
      if (level(samples, from, from + window) < AUDIBLE) {
        silentWindows++;
        continue;
      }
      if (silentWindows >= MIN_SILENT_WINDOWS) {
        starts.add(from);
      }
      silentWindows = 0;
    }
    return starts;
  }

  private static double level(float[] samples, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += samples[i] * samples[i];
    }
    return Math.sqrt(sum / (to - from));
  }

  private static int number(float[] samples, int start, int end, int rateHz) {
    int from = start + (int) (MEASURE_FROM_SECONDS * rateHz);
    int to = from + (int) (MEASURE_SECONDS * rateHz);
    if (to > end) {
      return GARBLED;
    }
    int low = loudest(samples, from, to, rateHz, LOW_HZ, LOW_STEP_HZ);
    int high = loudest(samples, from, to, rateHz, HIGH_HZ, HIGH_STEP_HZ);
    return low == GARBLED || high == GARBLED ? GARBLED : high * TONES + low;
  }

  /** The only tone of a group that is heard; {@link #GARBLED} if it is none, or several. */
  private static int loudest(
      float[] samples, int from, int to, int rateHz, double firstHz, double stepHz) {
    int found = GARBLED;
    for (int tone = 0; tone < TONES; tone++) {
      double hertz = firstHz + tone * stepHz;
      if (amplitude(samples, from, to, hertz / rateHz) > AMPLITUDE / 3) {
        if (found != GARBLED) {
          return GARBLED;
        }
        found = tone;
      }
    }
    return found;
  }

  private static double amplitude(float[] samples, int from, int to, double cyclesPerSample) {
    double sine = 0;
    double cosine = 0;
    for (int i = from; i < to; i++) {
      sine += samples[i] * Math.sin(2 * Math.PI * cyclesPerSample * i);
      cosine += samples[i] * Math.cos(2 * Math.PI * cyclesPerSample * i);
    }
    return 2 * Math.hypot(sine, cosine) / (to - from);
  }

  private static double lowHz(int tone) {
    return LOW_HZ + tone * LOW_STEP_HZ;
  }

  private static double highHz(int tone) {
    return HIGH_HZ + tone * HIGH_STEP_HZ;
  }
}
