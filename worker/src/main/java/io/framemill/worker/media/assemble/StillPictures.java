package io.framemill.worker.media.assemble;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import java.util.List;
import java.util.Locale;

/**
 * Scales pictures of one rendition for JPEG, and tiles them into sheets. JFIF 1.02 requires full
 * range and the BT.601 matrix. Not thread-safe.
 */
final class StillPictures implements AutoCloseable {
  private static final String SINK = "buffersink@0";
  private static final Rational COUNT = new Rational(1, 1);

  private final int width;
  private final int height;
  private final String after;
  private FilterGraph graph;
  private int pushed;

  /**
   * @param width of one picture
   * @param height of one picture
   * @param after further filters, in libavfilter's language, each after a comma
   * @param first the first picture, which tells the format of all
   */
  private StillPictures(int width, int height, String after, NativeFrame first) {
    this.width = width;
    this.height = height;
    this.after = after;
    this.graph = open(first);
  }

  /** Creates single pictures. */
  static StillPictures single(int width, int height, NativeFrame first) {
    return new StillPictures(width, height, ",format=yuv420p", first);
  }

  /** Creates single greyscale pictures: black is 0, white is 255. */
  static StillPictures grey(int width, int height, NativeFrame first) {
    return new StillPictures(width, height, ",format=gray", first);
  }

  /** Creates sheets of pictures, row by row. */
  static StillPictures sheets(int width, int height, int columns, int rows, NativeFrame first) {
    String tile = String.format(Locale.ROOT, ",format=yuv420p,tile=%dx%d", columns, rows);
    return new StillPictures(width, height, tile, first);
  }

  private FilterGraph open(NativeFrame first) {
    PictureFormat format = PictureFormat.of(first.get(), PictureColor.of(MediaInfo.Color.BT709));
    return FilterGraph.open(
        format.source(COUNT)
            + String.format(
                Locale.ROOT,
                ",scale=w=%d:h=%d:flags=bicubic:out_color_matrix=bt601:out_range=pc,setsar=1%s,%s",
                width,
                height,
                after,
                SINK),
        List.of(SINK));
  }

  /** Consumes a picture. */
  void push(NativeFrame picture) {
    picture.get().pts(pushed++);
    graph.push(picture);
  }

  /** Ends the input: the last, partly filled sheet becomes available. */
  void end() {
    graph.push(null);
  }

  /** Moves the next result to {@code into}; false if there is none yet. */
  boolean pull(NativeFrame into) {
    return graph.pull(0, into);
  }

  @Override
  public void close() {
    graph.close();
  }
}
