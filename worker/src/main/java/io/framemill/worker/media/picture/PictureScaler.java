package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import org.jspecify.annotations.Nullable;

/**
 * Crops decoded pictures, rotates them upright and scales them to all renditions, with the color
 * properties of the output. A change of size, aspect ratio or format within the stream opens a new
 * graph. Not thread-safe.
 */
final class PictureScaler implements AutoCloseable {
  private final VideoGraph text;
  private final PictureColor usualColor;
  private final Rational timeBase;
  private @Nullable PictureFormat format;
  private @Nullable FilterGraph graph;

  PictureScaler(EncodeVideo task) {
    this.text =
        new VideoGraph(
            task.video().geometry(),
            task.video().color(),
            task.renditions(),
            task.ladder().otherRenditions());
    this.usualColor = PictureColor.of(task.video().color());
    this.timeBase = task.outputTimes().timeline().timeBase();
  }

  /** Consumes a picture; {@link #pull} then gives one for each rendition. */
  void push(NativeFrame picture) {
    PictureFormat actual = PictureFormat.of(picture.get(), usualColor);
    FilterGraph current = graph;
    if (current == null || !actual.equals(format)) {
      // The graph buffers nothing, so nothing is lost with the old one.
      close();
      current = FilterGraph.open(text.text(actual, timeBase), text.sinkNames());
      graph = current;
      format = actual;
    }
    actual.color().stamp(picture.get());
    current.push(picture);
  }

  /**
   * Receives the scaled picture of a rendition.
   *
   * @throws IllegalStateException if there is none: the graph gives one for each picture
   */
  void pull(int rendition, NativeFrame into) {
    if (graph == null || !graph.pull(rendition, into)) {
      throw new IllegalStateException("The filter graph swallowed a picture");
    }
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
  }
}
