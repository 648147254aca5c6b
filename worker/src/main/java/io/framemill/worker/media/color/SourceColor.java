package io.framemill.worker.media.color;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.libav.AvRational;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;

/** Determines the color properties of a stream. */
public final class SourceColor {
  private static final int MAX_NITS = 10_000;

  private SourceColor() {}

  /**
   * Uses the first picture, else the container, else {@link DefaultColor}.
   *
   * @throws BadSourceException if they are not supported
   */
  public static MediaInfo.Color of(AVStream stream, AVFrame first) {
    PictureColor said = PictureColor.of(first).orElse(PictureColor.of(stream.codecpar()));
    if (DefaultColor.isUnreadable(said)) {
      throw new BadSourceException(
          "The colours of stream "
              + stream.index()
              + " are in a form that is not supported (matrix "
              + said.matrixName()
              + ")");
    }
    return DefaultColor.complete(said, first.width(), first.height())
        .in(first.format())
        .named(peakNits(first));
  }

  /** Peak luminance of the content, else of the mastering display; 0 if neither is declared. */
  private static int peakNits(AVFrame first) {
    AVFrameSideData light = av_frame_get_side_data(first, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
    if (light != null) {
      int nits = new AVContentLightMetadata(light.data()).MaxCLL();
      if (nits > 0) {
        return Math.min(nits, MAX_NITS);
      }
    }
    AVFrameSideData screen =
        av_frame_get_side_data(first, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
    if (screen == null) {
      return 0;
    }
    double nits =
        AvRational.toRational(new AVMasteringDisplayMetadata(screen.data()).max_luminance())
            .toDouble();
    return (int) Math.min(Math.max(0, Math.round(nits)), MAX_NITS);
  }
}
