package io.framemill.worker.media.text;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_ASS;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_EIA_608;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SSA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_BITMAP_SUB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_TEXT_SUB;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;

import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;

/** Decides which subtitle codecs can be converted to text. */
public final class TextCodecs {
  private TextCodecs() {}

  /** Whether the source itself is ASS or SSA, not only the decoder's output. */
  static boolean isScript(int codecId) {
    return codecId == AV_CODEC_ID_ASS || codecId == AV_CODEC_ID_SSA;
  }

  /**
   * Why subtitles of a codec are not converted; empty if they are.
   *
   * @param codecId libavcodec's number
   */
  public static Optional<String> obstacle(int codecId) {
    AVCodecDescriptor descriptor = avcodec_descriptor_get(codecId);
    if (codecId == AV_CODEC_ID_EIA_608) {
      return Optional.of("closed captions (CEA-608 or 708) are not carried over");
    }
    if (descriptor != null && (descriptor.props() & AV_CODEC_PROP_BITMAP_SUB) != 0) {
      return Optional.of("subtitles that are pictures are not carried over");
    }
    boolean isText = descriptor != null && (descriptor.props() & AV_CODEC_PROP_TEXT_SUB) != 0;
    return isText && avcodec_find_decoder(codecId) != null
        ? Optional.empty()
        : Optional.of("there is no decoder for it");
  }
}
