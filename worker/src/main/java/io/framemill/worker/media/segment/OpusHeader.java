package io.framemill.worker.media.segment;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_OPUS;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/** The identification header of Opus (RFC 7845, 5.1), from which the muxer makes {@code dOps}. */
final class OpusHeader {
  private static final int PRE_SKIP = 10;

  private OpusHeader() {}

  /**
   * Sets the pre-skip to 0: packets with the encoder's priming samples are not written. Does
   * nothing for another codec.
   */
  static void removePreSkip(AVCodecParameters parameters) {
    if (parameters.codec_id() == AV_CODEC_ID_OPUS) {
      parameters.extradata().put(PRE_SKIP, (byte) 0).put(PRE_SKIP + 1, (byte) 0);
      parameters.initial_padding(0);
    }
  }
}
