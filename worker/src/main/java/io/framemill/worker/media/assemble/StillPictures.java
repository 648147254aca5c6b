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
 * Scales pictures of one rendition for JPEG, and lays them out in sheets. JFIF 1.02 knows only full
 * range and the matrix of BT.601. Not thread-safe.
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
   * @param after the filters behind, in libavfilter's language, each after a comma
   * @param first the first picture, which tells the format of all
   */
  private StillPictures(int width, int height, String after, NativeFrame first) {
    this.width = width;
    this.height = height;
    this.after = after;
    this.graph = open(first);
  }

  /** Single pictures. */
  static StillPictures single(int width, int height, NativeFrame first) {
    return new StillPictures(width, height, ",format=yuv420p", first);
  }

  /** Single pictures without colour, black 0 and white 255. */
  static StillPictures grey(int width, int height, NativeFrame first) {
    return new StillPictures(width, height, ",format=gray", first);
  }

  /** Sheets of pictures, row by row. */
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

  /** Takes over a picture. */
  void push(NativeFrame picture) {
    picture.get().pts(pushed++);
    graph.push(picture);
  }

  /** Tells that there are no more pictures: what is left of a sheet comes out. */
  void end() {
    graph.push(null);
  }

  /** Takes the next result in place of what is in {@code into}; false if there is none yet. */
  boolean pull(NativeFrame into) {
    return graph.pull(0, into);
  }

  @Override
  public void close() {
    graph.close();
  }
}
