package io.framemill.worker.media.color;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT2020;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_XYZ;
import static org.bytedeco.ffmpeg.global.avutil.av_color_primaries_from_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_primaries_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_range_from_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_range_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_space_from_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_space_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_transfer_from_name;
import static org.bytedeco.ffmpeg.global.avutil.av_color_transfer_name;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.framemill.protocol.media.MediaInfo;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/**
 * Color properties of a picture in libavutil's numbers, those of ITU-T H.273. Each may be
 * unspecified.
 */
public record PictureColor(int range, int primaries, int transfer, int matrix) {
  /** H.273 has the same number for unspecified primaries, transfer and matrix. */
  static final int UNSPECIFIED = AVCOL_SPC_UNSPECIFIED;

  /** Properties that a picture declares. */
  public static PictureColor of(AVFrame picture) {
    return new PictureColor(
        picture.color_range(),
        picture.color_primaries(),
        picture.color_trc(),
        picture.colorspace());
  }

  /** Properties that the container or the stream's header declares. */
  static PictureColor of(AVCodecParameters stream) {
    return new PictureColor(
        stream.color_range(), stream.color_primaries(), stream.color_trc(), stream.color_space());
  }

  /** Converts from the names of the inspection. */
  public static PictureColor of(MediaInfo.Color color) {
    return new PictureColor(
        av_color_range_from_name(color.range()),
        av_color_primaries_from_name(color.primaries()),
        av_color_transfer_from_name(color.transfer()),
        av_color_space_from_name(color.matrix()));
  }

  /**
   * Converts to names.
   *
   * @param peakNits as in {@link MediaInfo.Color}
   */
  public MediaInfo.Color named(int peakNits) {
    return new MediaInfo.Color(
        av_color_range_name(range).getString(),
        av_color_primaries_name(primaries).getString(),
        av_color_transfer_name(transfer).getString(),
        av_color_space_name(matrix).getString(),
        peakNits);
  }

  /** Name of the matrix, for users. */
  String matrixName() {
    BytePointer name = av_color_space_name(matrix);
    return name == null ? String.valueOf(matrix) : name.getString();
  }

  /** Replaces unspecified properties by those of another one. */
  PictureColor orElse(PictureColor other) {
    return new PictureColor(
        range == AVCOL_RANGE_UNSPECIFIED ? other.range : range,
        isSaid(primaries) ? primaries : other.primaries,
        isSaid(transfer) ? transfer : other.transfer,
        isSaid(matrix) ? matrix : other.matrix);
  }

  /** Whether a number is a defined value of H.273; 0 and 3 are reserved. */
  static boolean isSaid(int number) {
    return number != UNSPECIFIED && number != 0 && number != 3;
  }

  /**
   * Removes what contradicts a pixel format: RGB has no matrix; RGB, grey and the old {@code yuvj}
   * formats have full range, as libswscale treats them.
   */
  PictureColor in(int pixelFormat) {
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(pixelFormat);
    boolean rgb = (format.flags() & (AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_XYZ)) != 0;
    boolean full =
        rgb
            || (format.flags() & AV_PIX_FMT_FLAG_PAL) != 0
            || format.nb_components() < 3
            || format.name().getString().startsWith("yuvj");
    return new PictureColor(
        full ? AVCOL_RANGE_JPEG : range, primaries, transfer, rgb ? AVCOL_SPC_RGB : matrix);
  }

  /** With a matrix that libswscale supports; unchanged for almost all pictures. */
  public PictureColor withUsualMatrix() {
    if (!DefaultColor.isRare(matrix)) {
      return this;
    }
    int usual = primaries == AVCOL_PRI_BT2020 ? AVCOL_SPC_BT2020_NCL : AVCOL_SPC_BT709;
    return new PictureColor(range, primaries, transfer, usual);
  }

  /** Sets the properties of a picture. */
  public void stamp(AVFrame picture) {
    picture.color_range(range);
    picture.color_primaries(primaries);
    picture.color_trc(transfer);
    picture.colorspace(matrix);
  }
}
