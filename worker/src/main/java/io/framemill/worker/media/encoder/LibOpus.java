package io.framemill.worker.media.encoder;

/** Opus by libopus. */
final class LibOpus extends AudioEncoder {
  /** Maximum per channel (FFmpeg 8, libopusenc.c). */
  private static final int BITS_PER_SECOND = 256_000;

  LibOpus() {
    super("libopus", "flt", "opus");
  }

  @Override
  long maxBitsPerSecond(int channels, int sampleRateHz) {
    return (long) BITS_PER_SECOND * channels;
  }
}
