package io.framemill.worker.media;

import io.framemill.protocol.Orientation;
import io.framemill.protocol.Rational;
import io.framemill.protocol.VideoRendition;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;

/**
 * Turns decoded pictures upright and scales them to all renditions. A picture of another size or
 * format in mid-stream gets a new graph. Not thread-safe.
 */
final class PictureScaler implements AutoCloseable {
  private final Orientation orientation;
  private final List<VideoRendition> renditions;
  private final List<String> sinkNames;
  private final Rational timeBase;
  private PictureFormat format;
  private FilterGraph graph;

  /**
   * @param first the format of the first picture
   * @param timeBase seconds per tick of the pictures' times
   */
  PictureScaler(
      PictureFormat first,
      Orientation orientation,
      List<VideoRendition> renditions,
      Rational timeBase) {
    this.orientation = orientation;
    this.renditions = renditions;
    this.timeBase = timeBase;
    this.sinkNames = IntStream.range(0, renditions.size()).mapToObj(VideoGraph::sinkName).toList();
    this.format = first;
    this.graph = build(first);
  }

  private FilterGraph build(PictureFormat of) {
    return FilterGraph.open(
        VideoGraph.text(of.source(timeBase), orientation, renditions), sinkNames);
  }

  /** A rendition's end of the graph, for its properties; valid until the next {@link #push}. */
  AVFilterContext sink(int rendition) {
    return graph.sink(rendition);
  }

  /** Takes over a picture; {@link #pull} then gives one for each rendition. */
  void push(NativeFrame picture) {
    PictureFormat actual = PictureFormat.of(picture.get());
    if (!actual.equals(format)) {
      // The graph holds nothing back, so nothing is lost with the old one.
      FilterGraph next = build(actual);
      graph.close();
      graph = next;
      format = actual;
    }
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
