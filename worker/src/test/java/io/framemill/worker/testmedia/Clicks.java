package io.framemill.worker.testmedia;

import java.util.ArrayList;
import java.util.List;

/** Short pulses that survive a lossy encoder with their place. */
final class Clicks {
  private static final double PULSE_HZ = 1500;
  private static final double WIDTH_SECONDS = 0.002;
  private static final double HALF_LENGTH_SECONDS = 0.006;
  private static final double AUDIBLE = 0.15;

  private Clicks() {}

  /** The pulse around its middle. */
  static double pulse(double seconds) {
    double bell = Math.exp(-Math.pow(seconds / WIDTH_SECONDS, 2));
    return 0.8 * bell * Math.cos(2 * Math.PI * PULSE_HZ * seconds);
  }

  /** The middles of all pulses, in samples: where the pulse fits best. */
  static List<Integer> in(float[] samples, int rateHz) {
    List<Integer> found = new ArrayList<>();
    int apart = (int) (Flashes.INTERVAL_SECONDS / 2 * rateHz);
    int reach = (int) (HALF_LENGTH_SECONDS * rateHz);
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs(samples[i]) > AUDIBLE) {
        found.add(best(samples, rateHz, i - reach, i + 3 * reach));
        i += apart;
      }
    }
    return found;
  }

  private static int best(float[] samples, int rateHz, int from, int to) {
    int best = from;
    double most = 0;
    for (int middle = from; middle < to; middle++) {
      double fit = fit(samples, rateHz, middle);
      if (fit > most) {
        most = fit;
        best = middle;
      }
    }
    return best;
  }

  private static double fit(float[] samples, int rateHz, int middle) {
    int reach = (int) (HALF_LENGTH_SECONDS * rateHz);
    double sum = 0;
    for (int i = Math.max(0, middle - reach); i < Math.min(samples.length, middle + reach); i++) {
      sum += samples[i] * pulse((double) (i - middle) / rateHz);
    }
    return sum;
  }
}
