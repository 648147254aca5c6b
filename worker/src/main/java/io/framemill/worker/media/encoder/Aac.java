package io.framemill.worker.media.encoder;

/** AAC-LC by FFmpeg's own encoder. */
final class Aac extends AudioEncoder {
  /** Decoder input buffer for one block of a channel (ISO/IEC 14496-3, 4.5.3). */
  private static final int BITS_PER_BLOCK = 6144;

  private static final int BLOCK_SAMPLES = 1024;

  Aac() {
    // AAC-LC is object type 2.
    super("aac", "fltp", "mp4a.40.2");
  }

  @Override
  long maxBitsPerSecond(int channels, int sampleRateHz) {
    return (long) BITS_PER_BLOCK * channels * sampleRateHz / BLOCK_SAMPLES;
  }
}
