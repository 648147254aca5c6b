package io.framemill.worker.media.libav;

import io.framemill.protocol.media.Rational;
import org.bytedeco.ffmpeg.avutil.AVRational;

/** Converts between {@link Rational} and libavutil's fractions. */
public final class AvRational {
  private AvRational() {}

  /** Converts from libav; 0/0 for "unknown" becomes 0/1. */
  public static Rational toRational(AVRational rational) {
    int denominator = rational.den();
    if (denominator == 0) {
      return new Rational(0, 1);
    }
    return denominator < 0
        ? new Rational(-(long) rational.num(), -(long) denominator)
        : new Rational(rational.num(), denominator);
  }

  /**
   * Converts to a native fraction, freed by the garbage collector; not for use per frame.
   *
   * @throws ArithmeticException if a part does not fit into 32 bits
   */
  public static AVRational toNative(Rational rational) {
    AVRational result = new AVRational();
    result.num(Math.toIntExact(rational.numerator()));
    result.den(Math.toIntExact(rational.denominator()));
    return result;
  }
}
