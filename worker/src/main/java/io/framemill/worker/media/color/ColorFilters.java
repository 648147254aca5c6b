package io.framemill.worker.media.color;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.framemill.protocol.media.MediaInfo;
import java.util.Locale;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/** Builds the filters that pictures of some formats need before scaling. Pure text. */
public final class ColorFilters {
  /** White on an SDR screen in nits (cd/m²), the 1.0 of tone mapping. */
  private static final int SDR_NITS = 100;

  /** Nominal peak of HLG by ITU-R BT.2100; also assumed for PQ without metadata. */
  private static final int USUAL_PEAK_NITS = 1000;

  private static final String WITH_ALPHA =
      "yuva444p|yuva444p10le|yuva444p12le|yuva444p16le|gbrap|gbrap10le|gbrap12le|gbrap16le";

  private static final String WHOLE_CHROMA =
      "yuv444p|yuvj444p|yuv444p10le|yuv444p12le|yuv444p16le|yuva444p|yuva444p10le|yuva444p12le"
          + "|yuva444p16le|gray|gray10le|gray12le|gray16le|rgb24|rgba|gbrp|gbrp10le|gbrp12le"
          + "|gbrp16le|gbrap|gbrap10le|gbrap12le|gbrap16le";

  private ColorFilters() {}

  /**
   * Upsamples chroma to full resolution, so that pictures can be cropped at odd positions. Empty if
   * the crop is aligned with chroma samples.
   *
   * @param left columns that are to be cut off
   * @param top rows likewise
   */
  public static String wholeChroma(int pixelFormat, int left, int top) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
    boolean fits =
        left % (1 << format.log2_chroma_w()) == 0 && top % (1 << format.log2_chroma_h()) == 0;
    return fits ? "" : ",format=" + WHOLE_CHROMA;
  }

  /** Composites on black: multiplies the picture by its alpha. Empty for formats without alpha. */
  public static String onBlack(int pixelFormat) {
    boolean alpha = (av_pix_fmt_desc_get(pixelFormat).flags() & AV_PIX_FMT_FLAG_ALPHA) != 0;
    return alpha ? ",format=" + WITH_ALPHA + ",premultiply=inplace=1" : "";
  }

  /**
   * Converts to a matrix that libswscale supports, by zimg. Empty if the matrix is supported.
   *
   * @param color of the pictures
   */
  public static String usualMatrix(PictureColor color) {
    PictureColor usual = color.withUsualMatrix();
    if (usual.equals(color)) {
      return "";
    }
    MediaInfo.Color from = color.named(0);
    return String.format(
        Locale.ROOT,
        ",zscale=rin=%s:pin=%s:tin=%s:min=%s:r=%s:p=%s:t=%s:m=%s",
        from.range(),
        from.primaries(),
        from.transfer(),
        from.matrix(),
        from.range(),
        from.primaries(),
        from.transfer(),
        usual.matrixName());
  }

  /**
   * Tone-maps PQ or HLG to BT.709: linear light, gamut conversion, and compression of highlights by
   * Hable's curve (from "Uncharted 2"), which hardly changes shadows and hues. At the largest size
   * needed only, because each step uses a float per pixel and component.
   *
   * @param color of the pictures, HDR
   */
  public static String toneMapped(MediaInfo.Color color, int widthPixels, int heightPixels) {
    int peakNits = color.peakNits() > SDR_NITS ? color.peakNits() : USUAL_PEAK_NITS;
    return String.format(
        Locale.ROOT,
        ",scale=w=%d:h=%d:flags=bicubic,format=yuv444p16le"
            + ",zscale=rin=%s:pin=%s:tin=%s:min=%s:t=linear:npl=%d,format=gbrpf32le"
            + ",zscale=p=bt709,tonemap=tonemap=hable:desat=0:peak=%s"
            + ",zscale=t=bt709:m=bt709:r=tv,format=yuv420p",
        widthPixels,
        heightPixels,
        color.range(),
        color.primaries(),
        color.transfer(),
        color.matrix(),
        SDR_NITS,
        (double) peakNits / SDR_NITS);
  }
}
