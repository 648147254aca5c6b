package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import org.jspecify.annotations.Nullable;

/**
 * Crops decoded pictures, turns them upright and scales them to all renditions, in the colours of
 * the output. A picture of another size, shape or format in mid-stream gets a new graph. Not
 * thread-safe.
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

  /** Takes over a picture; {@link #pull} then gives one for each rendition. */
  void push(NativeFrame picture) {
    PictureFormat actual = PictureFormat.of(picture.get(), usualColor);
    FilterGraph current = graph;
    if (current == null || !actual.equals(format)) {
      // The graph holds nothing back, so nothing is lost with the old one.
      close();
      current = FilterGraph.open(text.text(actual, timeBase), text.sinkNames());
      graph = current;
      format = actual;
    }
    actual.color().stamp(picture.get());
    current.push(picture);
  }

  /**
   * Takes the scaled picture of a rendition.
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
