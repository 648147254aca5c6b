package io.framemill.worker.media.color;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;

import io.framemill.protocol.media.MediaInfo;
import java.util.Set;

/**
 * Chooses the color properties of the output from those of the source alone, so that all chunks
 * agree.
 *
 * <p>Always limited range. Common SDR primaries, transfer and matrix are kept and declared in the
 * output: conversion would round every picture without a gain, because every player reads the tags.
 * HDR becomes BT.709, as do RGB and matrices that not all players support.
 */
public final class OutputColor {
  private static final Set<Integer> KEPT_MATRICES =
      Set.of(AVCOL_SPC_BT709, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_BT2020_NCL);

  private OutputColor() {}

  /** Color properties of all renditions of a source. */
  public static PictureColor of(MediaInfo.Color source) {
    if (source.highDynamicRange()) {
      return new PictureColor(AVCOL_RANGE_MPEG, AVCOL_PRI_BT709, AVCOL_TRC_BT709, AVCOL_SPC_BT709);
    }
    PictureColor color = PictureColor.of(source).withUsualMatrix();
    int matrix = KEPT_MATRICES.contains(color.matrix()) ? color.matrix() : AVCOL_SPC_BT709;
    return new PictureColor(AVCOL_RANGE_MPEG, color.primaries(), color.transfer(), matrix);
  }
}
