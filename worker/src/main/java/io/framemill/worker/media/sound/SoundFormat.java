package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_NATIVE;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;

import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.encoder.AudioEncoder;
import io.framemill.worker.media.libav.FfmpegException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Input format of an audio filter graph. A graph is built for one format and rejects another.
 *
 * @param sampleFormat libavutil's number
 * @param channels libavutil's description of the channel layout
 * @param channelCount number of channels
 * @param hasPlaces whether each channel's position is known, which mixing requires
 */
record SoundFormat(
    int sampleRateHz, int sampleFormat, String channels, int channelCount, boolean hasPlaces) {
  private static final int MAX_DESCRIPTION_BYTES = 256;

  /** More channels than in any common layout are separate tracks. */
  private static final int MAX_USUAL_CHANNELS = 8;

  /**
   * The format of a frame. A frame without a layout gets the default layout for its number of
   * channels, up to eight.
   */
  static SoundFormat of(AVFrame sound) {
    AVChannelLayout layout = sound.ch_layout();
    if (layout.order() == AV_CHANNEL_ORDER_UNSPEC && layout.nb_channels() <= MAX_USUAL_CHANNELS) {
      av_channel_layout_default(layout, layout.nb_channels());
    }
    return new SoundFormat(
        sound.sample_rate(),
        sound.format(),
        describe(layout),
        layout.nb_channels(),
        layout.order() == AV_CHANNEL_ORDER_NATIVE);
  }

  private static String describe(AVChannelLayout layout) {
    byte[] text = new byte[MAX_DESCRIPTION_BYTES];
    int length =
        FfmpegException.check(
            "av_channel_layout_describe", av_channel_layout_describe(layout, text, text.length));
    // The length includes the terminating zero.
    return new String(text, 0, Math.min(length, text.length) - 1, StandardCharsets.UTF_8);
  }

  /**
   * Builds a graph from this format to a rendition's, in libavfilter's syntax. The first input and
   * output samples have the time 0.
   *
   * <p>Channels are mixed down by the coefficients of ITU-R BS.775, scaled so that full-scale
   * channels do not clip ({@code rematrix_maxval}). If input times deviate from the sample count by
   * 3 ms, the sound is stretched by up to half a percent until they match; from 8 ms on, silence or
   * a cut compensates at once.
   *
   * @param sink name of the graph's sink
   * @param gainDecibels gain in dB
   */
  String graphTo(String sink, AudioRendition rendition, double gainDecibels) {
    int rateHz = rendition.sampleRateHz();
    return String.format(
        Locale.ROOT,
        "abuffer=time_base=1/%d:sample_rate=%d:sample_fmt=%d:channel_layout='%s'%s,"
            + "aresample=%d:first_pts=0:rematrix_maxval=1"
            + ":min_comp=0.003:max_soft_comp=0.005:comp_duration=1:min_hard_comp=0.008,"
            + "aformat=sample_fmts=%s:sample_rates=%d:channel_layouts=%s%s,%s",
        sampleRateHz,
        sampleRateHz,
        sampleFormat,
        channels,
        hasPlaces ? "" : firstChannels(rendition.channels()),
        rateHz,
        AudioEncoder.of(rendition.encode().codec()).sampleFormat(),
        rateHz,
        layoutName(rendition.channels()),
        gainDecibels == 0 ? "" : String.format(Locale.ROOT, ",volume=%.3fdB", gainDecibels),
        sink);
  }

  /** A selection of channels without known positions: the first ones, unchanged. */
  private String firstChannels(int wanted) {
    int count = wanted <= channelCount ? wanted : Math.min(2, channelCount);
    StringBuilder pan = new StringBuilder(",pan=").append(layoutName(count));
    for (int i = 0; i < count; i++) {
      pan.append("|c").append(i).append("=c").append(i);
    }
    return pan.toString();
  }

  /** libavutil's name of a rendition's channel layout. */
  static String layoutName(int channels) {
    return switch (channels) {
      case 1 -> "mono";
      case 2 -> "stereo";
      case 6 -> "5.1";
      case 8 -> "7.1";
      default -> throw new IllegalArgumentException("no layout of " + channels + " channels");
    };
  }
}
