package io.framemill.worker.media.picture;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.PictureFormat;

/**
 * Fits pictures into the renditions of a stream: by scaling alone if they have the stream's aspect
 * ratio, else with black bars (letterboxing or pillarboxing). Pure.
 *
 * @param geometry geometry of the stream, whose aspect ratio the renditions have
 * @param format format of the pictures
 */
record Letterbox(Geometry geometry, PictureFormat format) {
  /** A smaller difference is a rounding in a header; a larger one is visible. */
  private static final double MAX_DISTORTION = 0.01;

  /** Makes both bars equal, in whole chroma samples. */
  private static final int STEP_PIXELS = 4;

  /** Size in pixels of a picture within a rendition. */
  record Size(int width, int height) {}

  /** The crop; not applied to a picture whose coded size differs from the stream's. */
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

  /** Size of the picture in a rendition: the full size or, with bars, smaller in one direction. */
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
