package io.framemill.protocol.rendition;

/**
 * How small pictures of a programme, one for each interval of time, are laid out in sheets: row by
 * row from the top left.
 *
 * @param intervalMillis programme time that one stands for; above 0
 * @param widthPixels of one, even, at least 2
 * @param heightPixels of one, likewise
 * @param columns side by side in a sheet, from 1
 * @param rows one above the other in a sheet, from 1
 * @param tiles how many there are, from 1; the last sheet may be filled in part
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

  /** Small pictures in a full sheet. */
  public int tilesPerSheet() {
    return columns * rows;
  }

  /** Number of sheets, at least 1. */
  public int sheets() {
    return (tiles - 1) / tilesPerSheet() + 1;
  }
}
