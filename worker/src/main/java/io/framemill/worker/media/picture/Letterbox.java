package io.framemill.worker.media.picture;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.PictureFormat;

/**
 * How pictures of some size and pixel shape are fitted into renditions of a stream: straight if
 * they have the stream's shape, else with black bars. Pure.
 *
 * @param geometry of the stream, whose shape the renditions have
 * @param format of the pictures
 */
record Letterbox(Geometry geometry, PictureFormat format) {
  /** Less is a rounding of some header, not another shape; more can be seen. */
  private static final double MAX_DISTORTION = 0.01;

  /** So that bars are alike on both sides, in whole pairs of pixels. */
  private static final int STEP_PIXELS = 4;

  /** Size in pixels of what is shown of a picture within a rendition. */
  record Size(int width, int height) {}

  /** What is cut off; a picture of another coded size than the stream's is not what was meant. */
  Crop crop() {
    boolean same =
        format.width() == geometry.widthPixels() && format.height() == geometry.heightPixels();
    return same ? geometry.crop() : Crop.NONE;
  }

  int croppedWidth() {
    return format.width() - crop().left() - crop().right();
  }

  int croppedHeight() {
    return format.height() - crop().top() - crop().bottom();
  }

  /** The size of the picture in a rendition, its own or, with bars, smaller in one direction. */
  Size in(VideoRendition rendition) {
    double wider = shape() / shapeOfStream();
    if (geometry.orientation().swapsSides()) {
      wider = 1 / wider;
    }
    int width = rendition.widthPixels();
    int height = rendition.heightPixels();
    if (Math.abs(wider - 1) <= MAX_DISTORTION) {
      return new Size(width, height);
    }
    return wider > 1
        ? new Size(width, shortened(height, height / wider))
        : new Size(shortened(width, width * wider), height);
  }

  private static int shortened(int whole, double to) {
    int steps = (int) Math.round((whole - to) / STEP_PIXELS);
    return Math.max(2, whole - steps * STEP_PIXELS);
  }

  private double shape() {
    return (double) croppedWidth() / croppedHeight() * format.pixelShape().toDouble();
  }

  private double shapeOfStream() {
    return (double) geometry.croppedWidthPixels()
        / geometry.croppedHeightPixels()
        * geometry.sampleAspectRatio().toDouble();
  }
}
