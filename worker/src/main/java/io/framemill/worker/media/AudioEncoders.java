package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;

import io.framemill.protocol.AudioRendition;
import io.framemill.protocol.Rational;

/** Opens audio encoders; their packets' times are in samples. */
final class AudioEncoders {
  private static final int BITS_PER_KILOBIT = 1000;

  private AudioEncoders() {}

  static Encoder open(AudioRendition rendition) {
    return switch (rendition.encode().codec()) {
      case AAC -> openAac(rendition);
    };
  }

  /** RFC 6381 codec string of a rendition: AAC-LC is object type 2. */
  static String codecString(AudioRendition rendition) {
    return switch (rendition.encode().codec()) {
      case AAC -> "mp4a.40.2";
    };
  }

  private static Encoder openAac(AudioRendition rendition) {
    try (NativeOptions options = new NativeOptions()) {
      return Encoder.open(
          "aac",
          context -> {
            context.sample_fmt(AV_SAMPLE_FMT_FLTP);
            context.sample_rate(rendition.sampleRateHz());
            av_channel_layout_default(context.ch_layout(), rendition.encode().channels());
            context.bit_rate((long) rendition.encode().bitrateKbps() * BITS_PER_KILOBIT);
            context.time_base(AvRational.toNative(new Rational(1, rendition.sampleRateHz())));
          },
          options);
    }
  }
}
