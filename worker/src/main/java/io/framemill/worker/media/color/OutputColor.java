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
 * Decides what the numbers of the output mean. The source alone decides, so all chunks agree.
 *
 * <p>Always limited range. A source in the primaries, transfer and matrix of ordinary video keeps
 * them, and the output says so: to change them would cost a rounding of every picture and win
 * nothing, for every player reads the tags. HDR becomes BT.709; so does the matrix of RGB and of
 * what players do not all know.
 */
public final class OutputColor {
  private static final Set<Integer> KEPT_MATRICES =
      Set.of(AVCOL_SPC_BT709, AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M, AVCOL_SPC_BT2020_NCL);

  private OutputColor() {}

  /** What the pictures of all renditions of a source are in. */
  public static PictureColor of(MediaInfo.Color source) {
    if (source.highDynamicRange()) {
      return new PictureColor(AVCOL_RANGE_MPEG, AVCOL_PRI_BT709, AVCOL_TRC_BT709, AVCOL_SPC_BT709);
    }
    PictureColor color = PictureColor.of(source).withUsualMatrix();
    int matrix = KEPT_MATRICES.contains(color.matrix()) ? color.matrix() : AVCOL_SPC_BT709;
    return new PictureColor(AVCOL_RANGE_MPEG, color.primaries(), color.transfer(), matrix);
  }
}
