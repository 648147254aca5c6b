package io.framemill.worker.media.color;

import io.framemill.worker.testmedia.StripedPicture;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Grey in HDR and what it is on an ordinary screen, from the formulas of the standards. */
final class HdrFormulas {
  private HdrFormulas() {}

  /** The ramp of {@link StripedPicture#greys}, mapped to BT.709. */
  static List<StripedPicture.Stripe> toneMapped(DoubleUnaryOperator nitsOfSignal, double peakNits) {
    double last = StripedPicture.STRIPES - 1;
    return IntStream.range(0, StripedPicture.STRIPES)
        .mapToDouble(i -> nitsOfSignal.applyAsDouble(i / last))
        .map(nits -> hable(nits / 100) / hable(peakNits / 100))
        .mapToInt(light -> (int) Math.round(16 + 219 * signal(light)))
        .mapToObj(luma -> new StripedPicture.Stripe(luma, 128, 128, 0))
        .toList();
  }

  /** ITU-R BT.2100-2, table 4: the EOTF of PQ. */
  static double pqNits(double signal) {
    double root = Math.pow(signal, 1 / 78.84375);
    double light = Math.max(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root);
    return 10_000 * Math.pow(light, 1 / 0.1593017578125);
  }

  /** ITU-R BT.2100-2, table 5: the EOTF of HLG for a screen of 1000 cd/m², for grey. */
  static double hlgNits(double signal) {
    double scene =
        signal <= 0.5
            ? signal * signal / 3
            : (Math.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12;
    return 1000 * Math.pow(scene, 1.2);
  }

  /** J. Hable, "Uncharted 2: HDR lighting", GDC 2010. */
  private static double hable(double x) {
    return (x * (0.15 * x + 0.05) + 0.004) / (x * (0.15 * x + 0.5) + 0.06) - 0.02 / 0.3;
  }

  /** ITU-R BT.1886, annex 1: the signal for some light on an ordinary screen with perfect black. */
  private static double signal(double light) {
    return Math.pow(light, 1 / 2.4);
  }
}
