package io.framemill.worker.media.encoder;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeOptions;

/** The encoder of a codec; times of its packets are in samples. Stateless. */
public abstract class AudioEncoder {
  private static final int BITS_PER_KILOBIT = 1000;

  final String name;
  private final String sampleFormat;
  private final String codecString;

  /**
   * @param name libavcodec's name of the encoder, such as {@code libopus}
   * @param sampleFormat libavutil's name of its sample format
   * @param codecString as in RFC 6381
   */
  AudioEncoder(String name, String sampleFormat, String codecString) {
    this.name = name;
    this.sampleFormat = sampleFormat;
    this.codecString = codecString;
  }

  /** libavutil's name of the encoder's sample format. */
  public String sampleFormat() {
    return sampleFormat;
  }

  /** Maximum bit rate of the codec. */
  abstract long maxBitsPerSecond(int channels, int sampleRateHz);

  /** RFC 6381 codec string. */
  public String codecString() {
    return codecString;
  }

  /** The encoder of a codec. */
  public static AudioEncoder of(AudioCodec codec) {
    return switch (codec) {
      case AAC -> new Aac();
      case OPUS -> new LibOpus();
    };
  }

  /** Opens a rendition's encoder; caps the bit rate at the maximum of the codec. */
  public Encoder open(AudioRendition rendition) {
    int rateHz = rendition.sampleRateHz();
    long max = maxBitsPerSecond(rendition.channels(), rateHz);
    try (NativeOptions options = new NativeOptions()) {
      return Encoder.open(
          name,
          context -> {
            context.sample_fmt(av_get_sample_fmt(sampleFormat));
            context.sample_rate(rateHz);
            av_channel_layout_default(context.ch_layout(), rendition.channels());
            context.bit_rate(
                Math.min(max, (long) rendition.encode().bitrateKbps() * BITS_PER_KILOBIT));
            context.time_base(AvRational.toNative(new Rational(1, rateHz)));
          },
          options);
    }
  }

  /**
   * Samples of silence to encode before the first sound, so that a packet starts exactly with it:
   * the encoder's priming (1024 samples for AAC, 312 for Opus) need not be whole packets.
   */
  public static int leadSamples(Encoder encoder) {
    int packet = encoder.get().frame_size();
    return Math.floorMod(-encoder.get().initial_padding(), packet);
  }
}
