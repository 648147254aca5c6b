package io.framemill.bench.measure;

/**
 * What an encode came to.
 *
 * @param bytes its size, above 0
 * @param ssim the mean of luma over its pictures, 0 to 1
 */
public record BitRateSample(long bytes, double ssim) {
  /**
   * How large this is against another encode, had it been made as good as that one.
   *
   * <p>Between two qualities near each other the logarithm of the size is taken for a straight line
   * over SSIM, as Bjøntegaard does with PSNR (ITU-T VCEG-M33); the line is the other encoder's.
   *
   * @param coarser the other encode once more with CRF raised by one
   * @return a ratio; NaN if the coarser encode is not worse
   */
  public double sizeAtEqualSsim(BitRateSample other, BitRateSample coarser) {
    double quality = other.ssim - coarser.ssim;
    if (quality <= 0) {
      return Double.NaN;
    }
    double slope = Math.log((double) other.bytes / coarser.bytes) / quality;
    return (double) bytes / other.bytes * Math.exp(-slope * (ssim - other.ssim));
  }
}
