package io.framemill.controller.plan;

import io.framemill.protocol.rendition.Profile.Thumbnails;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.Comparator;
import java.util.List;

/** Fits the thumbnails that a profile requests to a programme. */
final class ThumbnailSheets {
  /** Two days at one thumbnail per ten seconds; a larger map would be slow to load in players. */
  static final int MAX_TILES = 20_000;

  private ThumbnailSheets() {}

  /**
   * The layout: thumbnails no larger than the video, no empty rows or columns, and a longer
   * interval than requested if there would be too many.
   *
   * @param picture any rendition, for its aspect ratio
   * @param programmeMillis above 0
   */
  static ThumbnailGrid fit(Thumbnails asked, VideoRendition picture, long programmeMillis) {
    int interval =
        Math.toIntExact(Math.max(asked.intervalMillis(), parts(programmeMillis, MAX_TILES)));
    int tiles = Math.toIntExact(parts(programmeMillis, interval));
    int columns = Math.min(asked.columns(), tiles);
    boolean isPortrait = picture.heightPixels() > picture.widthPixels();
    double across = isPortrait ? asked.heightPixels() : asked.widthPixels();
    double down = isPortrait ? asked.widthPixels() : asked.heightPixels();
    double scale =
        Math.min(1, Math.min(across / picture.widthPixels(), down / picture.heightPixels()));
    return new ThumbnailGrid(
        interval,
        even(picture.widthPixels() * scale),
        even(picture.heightPixels() * scale),
        columns,
        Math.min(asked.rows(), (tiles - 1) / columns + 1),
        tiles);
  }

  /**
   * The smallest rendition that is at least as large as a thumbnail; the largest if there is none.
   */
  static VideoRendition source(ThumbnailGrid grid, List<VideoRendition> ladder) {
    return ladder.stream()
        .filter(
            rendition ->
                rendition.widthPixels() >= grid.widthPixels()
                    && rendition.heightPixels() >= grid.heightPixels())
        .min(Comparator.comparingLong(ThumbnailSheets::pixels))
        .orElseGet(() -> largest(ladder));
  }

  static VideoRendition largest(List<VideoRendition> ladder) {
    return ladder.stream().max(Comparator.comparingLong(ThumbnailSheets::pixels)).orElseThrow();
  }

  private static long pixels(VideoRendition rendition) {
    return (long) rendition.widthPixels() * rendition.heightPixels();
  }

  private static long parts(long whole, long part) {
    return (whole - 1) / part + 1;
  }

  private static int even(double pixels) {
    return Math.max(2, 2 * (int) Math.round(pixels / 2));
  }
}
