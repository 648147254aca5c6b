package io.framemill.worker.media;

import io.framemill.protocol.Rational;
import io.framemill.protocol.Task;

/**
 * Turns decoded pictures upright and scales them to all renditions, in the colours of the output. A
 * picture of another size or format in mid-stream gets a new graph. Not thread-safe.
 */
final class PictureScaler implements AutoCloseable {
  private final VideoGraph text;
  private final PictureColor usualColor;
  private final Rational timeBase;
  private PictureFormat format;
  private FilterGraph graph;

  /**
   * @param first the first picture
   */
  PictureScaler(NativeFrame first, Task.EncodeVideo task) {
    this.text = new VideoGraph(task.orientation(), task.color(), task.renditions());
    this.usualColor = PictureColor.of(task.color());
    this.timeBase = task.timeline().timeBase();
    this.format = PictureFormat.of(first.get(), usualColor);
    this.graph = build(format);
  }

  private FilterGraph build(PictureFormat of) {
    return FilterGraph.open(text.text(of, timeBase), text.sinkNames());
  }

  /** Takes over a picture; {@link #pull} then gives one for each rendition. */
  void push(NativeFrame picture) {
    PictureFormat actual = PictureFormat.of(picture.get(), usualColor);
    if (!actual.equals(format)) {
      // The graph holds nothing back, so nothing is lost with the old one.
      FilterGraph next = build(actual);
      graph.close();
      graph = next;
      format = actual;
    }
    format.color().stamp(picture.get());
    graph.push(picture);
  }

  /**
   * Takes the scaled picture of a rendition.
   *
   * @throws IllegalStateException if there is none: the graph gives one for each picture
   */
  void pull(int rendition, NativeFrame into) {
    if (!graph.pull(rendition, into)) {
      throw new IllegalStateException("The filter graph swallowed a picture");
    }
  }

  @Override
  public void close() {
    graph.close();
  }
}
