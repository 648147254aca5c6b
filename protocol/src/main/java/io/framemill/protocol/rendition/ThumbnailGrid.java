package io.framemill.protocol.rendition;

/**
 * Layout of thumbnails, one for each interval of the programme, in sprite sheets: row by row from
 * the top left.
 *
 * @param intervalMillis programme time per thumbnail; above 0
 * @param widthPixels of a thumbnail, even, at least 2
 * @param heightPixels of a thumbnail, likewise
 * @param columns side by side in a sheet, from 1
 * @param rows one above the other in a sheet, from 1
 * @param tiles number of thumbnails, from 1; the last sheet may be partly filled
 */
public record ThumbnailGrid(
    int intervalMillis, int widthPixels, int heightPixels, int columns, int rows, int tiles) {
  public ThumbnailGrid {
    if (intervalMillis <= 0 || columns < 1 || rows < 1 || tiles < 1) {
      throw new IllegalArgumentException(
          tiles + " tiles, " + columns + " x " + rows + ", each " + intervalMillis + " ms");
    }
    if (widthPixels < 2 || heightPixels < 2 || widthPixels % 2 != 0 || heightPixels % 2 != 0) {
      throw new IllegalArgumentException("not an even size: " + widthPixels + "x" + heightPixels);
    }
  }

  /** Number of thumbnails in a full sheet. */
  public int tilesPerSheet() {
    return columns * rows;
  }

  /** Number of sheets, at least 1. */
  public int sheets() {
    return (tiles - 1) / tilesPerSheet() + 1;
  }
}
