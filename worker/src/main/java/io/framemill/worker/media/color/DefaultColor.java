package io.framemill.worker.media.color;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_CHROMA_DERIVED_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_CHROMA_DERIVED_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_ICTCP;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_YCGCO;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_ARIB_STD_B67;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE2084;

import java.util.Map;
import java.util.Set;

/**
 * Fills in color properties that a stream does not declare, as players do.
 *
 * <p>Declared properties determine the others: PQ and HLG imply BT.2020, and primaries and matrix
 * come in pairs. Without any, the size decides, by the rule of libplacebo and mpv: BT.709 from 1280
 * pixels of width or more than 576 lines on, BT.601 below; and of BT.601 the primaries of 625-line
 * television for 576 lines, of 525-line television for 480 and 486, of BT.709 for all other sizes,
 * which are not television formats.
 */
final class DefaultColor {
  private static final int HD_WIDTH = 1280;
  private static final int PAL_LINES = 576;
  private static final Set<Integer> NTSC_LINES = Set.of(480, 486);
  private static final Set<Integer> MATRICES =
      Set.of(
          AVCOL_SPC_BT709,
          AVCOL_SPC_FCC,
          AVCOL_SPC_BT470BG,
          AVCOL_SPC_SMPTE170M,
          AVCOL_SPC_SMPTE240M,
          AVCOL_SPC_BT2020_NCL);

  /** Matrices that only zimg supports. */
  private static final Set<Integer> RARE_MATRICES =
      Set.of(AVCOL_SPC_YCGCO, AVCOL_SPC_CHROMA_DERIVED_NCL, AVCOL_SPC_ICTCP);

  /** Matrices with constant luminance, and the closest ones without it. */
  private static final Map<Integer, Integer> NEAR_MATRICES =
      Map.of(
          AVCOL_SPC_BT2020_CL,
          AVCOL_SPC_BT2020_NCL,
          AVCOL_SPC_CHROMA_DERIVED_CL,
          AVCOL_SPC_CHROMA_DERIVED_NCL);

  private DefaultColor() {}

  /** Completes the declared properties. */
  static PictureColor complete(PictureColor said, int width, int height) {
    boolean hd = width >= HD_WIDTH || height > PAL_LINES;
    int matrix = matrix(said, hd);
    int primaries = primaries(matrix, hd ? 0 : height);
    PictureColor usual = new PictureColor(AVCOL_RANGE_MPEG, primaries, AVCOL_TRC_BT709, matrix);
    return new PictureColor(said.range(), said.primaries(), said.transfer(), matrix).orElse(usual);
  }

  /** Whether pictures with a matrix must be converted before libswscale accepts them. */
  static boolean isRare(int matrix) {
    return RARE_MATRICES.contains(matrix);
  }

  /** Whether no filter here supports a matrix; false if it is undeclared. */
  static boolean isUnreadable(PictureColor said) {
    int matrix = said.matrix();
    if (matrix == AVCOL_SPC_ICTCP) {
      return !isHdr(said.transfer());
    }
    return PictureColor.isSaid(matrix)
        && !MATRICES.contains(matrix)
        && !NEAR_MATRICES.containsKey(matrix)
        && !isRare(matrix);
  }

  private static boolean isHdr(int transfer) {
    return transfer == AVCOL_TRC_SMPTE2084 || transfer == AVCOL_TRC_ARIB_STD_B67;
  }

  private static int matrix(PictureColor said, boolean hd) {
    int matrix = NEAR_MATRICES.getOrDefault(said.matrix(), said.matrix());
    if (MATRICES.contains(matrix) || isRare(matrix)) {
      return matrix;
    }
    if (isHdr(said.transfer())) {
      return AVCOL_SPC_BT2020_NCL;
    }
    return matrixOf(said.primaries(), hd);
  }

  private static int matrixOf(int primaries, boolean hd) {
    if (primaries == AVCOL_PRI_BT709) {
      return AVCOL_SPC_BT709;
    }
    if (primaries == AVCOL_PRI_BT2020) {
      return AVCOL_SPC_BT2020_NCL;
    }
    if (primaries == AVCOL_PRI_BT470BG) {
      return AVCOL_SPC_BT470BG;
    }
    if (primaries == AVCOL_PRI_SMPTE170M || primaries == AVCOL_PRI_SMPTE240M) {
      return AVCOL_SPC_SMPTE170M;
    }
    return hd ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  }

  private static int primaries(int matrix, int lines) {
    if (matrix == AVCOL_SPC_BT709) {
      return AVCOL_PRI_BT709;
    }
    if (matrix == AVCOL_SPC_BT2020_NCL) {
      return AVCOL_PRI_BT2020;
    }
    if (matrix == AVCOL_SPC_BT470BG || lines == PAL_LINES) {
      return AVCOL_PRI_BT470BG;
    }
    return NTSC_LINES.contains(lines) ? AVCOL_PRI_SMPTE170M : AVCOL_PRI_BT709;
  }
}
