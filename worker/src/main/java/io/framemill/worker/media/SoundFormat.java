package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * What a filter graph has to know of decoded sound. A graph is built for one such format and
 * refuses another.
 *
 * @param sampleFormat libavutil's number
 * @param channels libavutil's description of the channel layout
 */
record SoundFormat(int sampleRateHz, int sampleFormat, String channels) {
  private static final int MAX_DESCRIPTION_BYTES = 256;

  /** The format of a frame; one that only counts its channels gets the usual layout for so many. */
  static SoundFormat of(AVFrame sound) {
    AVChannelLayout layout = sound.ch_layout();
    if (layout.order() == AV_CHANNEL_ORDER_UNSPEC) {
      av_channel_layout_default(layout, layout.nb_channels());
    }
    return new SoundFormat(sound.sample_rate(), sound.format(), describe(layout));
  }

  private static String describe(AVChannelLayout layout) {
    byte[] text = new byte[MAX_DESCRIPTION_BYTES];
    int length =
        FfmpegException.check(
            "av_channel_layout_describe", av_channel_layout_describe(layout, text, text.length));
    // The length counts the closing zero.
    return new String(text, 0, Math.min(length, text.length) - 1, StandardCharsets.UTF_8);
  }

  /**
   * A graph from this format to one rate and number of channels, in libavfilter's language. {@code
   * async} keeps sound and time together: small holes become silence, overlaps are cut. The first
   * sample that comes out has the time 0.
   *
   * @param sink name of the graph's end
   * @param channels 1 or 2
   */
  String graphTo(String sink, int rateHz, int channels) {
    return String.format(
        Locale.ROOT,
        "abuffer=time_base=1/%d:sample_rate=%d:sample_fmt=%d:channel_layout='%s',"
            + "aresample=%d:async=1:first_pts=0,"
            + "aformat=sample_fmts=fltp:sample_rates=%d:channel_layouts=%s,%s",
        sampleRateHz,
        sampleRateHz,
        sampleFormat,
        this.channels,
        rateHz,
        rateHz,
        channels == 1 ? "mono" : "stereo",
        sink);
  }
}
