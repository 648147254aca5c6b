package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioCodec;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeOptions;

/** Opens audio encoders; times of their packets are in samples. */
final class AudioEncoders {
  private static final int BITS_PER_KILOBIT = 1000;

  /** Decoder input buffer for one block of a channel (ISO/IEC 14496-3, 4.5.3). */
  private static final int AAC_BITS_PER_BLOCK = 6144;

  private static final int AAC_BLOCK_SAMPLES = 1024;

  /** Maximum of libopus per channel (FFmpeg 8, libopusenc.c). */
  private static final int OPUS_BITS_PER_SECOND = 256_000;

  private AudioEncoders() {}

  /** Opens a rendition's encoder; caps the bit rate at the maximum of the codec. */
  static Encoder open(AudioRendition rendition) {
    try (NativeOptions options = new NativeOptions()) {
      return Encoder.open(
          encoderName(rendition.encode().codec()),
          context -> {
            context.sample_fmt(av_get_sample_fmt(sampleFormat(rendition.encode().codec())));
            context.sample_rate(rendition.sampleRateHz());
            av_channel_layout_default(context.ch_layout(), rendition.channels());
            context.bit_rate(bitsPerSecond(rendition));
            context.time_base(AvRational.toNative(new Rational(1, rendition.sampleRateHz())));
          },
          options);
    }
  }

  private static String encoderName(AudioCodec codec) {
    return switch (codec) {
      case AAC -> "aac";
      case OPUS -> "libopus";
    };
  }

  /** libavutil's name of the encoder's sample format. */
  static String sampleFormat(AudioCodec codec) {
    return switch (codec) {
      case AAC -> "fltp";
      case OPUS -> "flt";
    };
  }

  private static long bitsPerSecond(AudioRendition rendition) {
    long most =
        switch (rendition.encode().codec()) {
          case AAC ->
              (long) AAC_BITS_PER_BLOCK
                  * rendition.channels()
                  * rendition.sampleRateHz()
                  / AAC_BLOCK_SAMPLES;
          case OPUS -> (long) OPUS_BITS_PER_SECOND * rendition.channels();
        };
    return Math.min(most, (long) rendition.encode().bitrateKbps() * BITS_PER_KILOBIT);
  }

  /**
   * Samples of silence to encode before the first sound, so that a packet starts exactly with it:
   * the encoder's priming (1024 samples for AAC, 312 for Opus) need not be whole packets.
   */
  static int leadSamples(Encoder encoder) {
    int packet = encoder.get().frame_size();
    return Math.floorMod(-encoder.get().initial_padding(), packet);
  }

  /** RFC 6381 codec string of a rendition: AAC-LC is object type 2; Opus has no parameters. */
  static String codecString(AudioRendition rendition) {
    return switch (rendition.encode().codec()) {
      case AAC -> "mp4a.40.2";
      case OPUS -> "opus";
    };
  }
}
