package io.framemill.controller.manifest;

import io.framemill.protocol.media.WebVttTime;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.ThumbnailGrid;

/**
 * The WebVTT thumbnail track for previews while seeking: each cue names a sprite sheet and a
 * rectangle in it (W3C Media Fragments URI 1.0, 4.2.2).
 */
public final class ThumbnailMap {
  private ThumbnailMap() {}

  /**
   * Writes a map that covers the programme without gaps.
   *
   * @param programmeMillis actual length of the video
   */
  public static String write(ThumbnailGrid grid, long programmeMillis) {
    StringBuilder text = new StringBuilder("WEBVTT\n");
    for (int tile = 0; tile < grid.tiles(); tile++) {
      long start = (long) tile * grid.intervalMillis();
      boolean isLast = tile == grid.tiles() - 1;
      long end =
          isLast ? programmeMillis : Math.min(start + grid.intervalMillis(), programmeMillis);
      if (end <= start) {
        break;
      }
      text.append('\n').append(WebVttTime.timings(start, end)).append('\n');
      text.append(place(grid, tile));
    }
    return text.toString();
  }

  private static String place(ThumbnailGrid grid, int tile) {
    int inSheet = tile % grid.tilesPerSheet();
    return "%s#xywh=%s,%s,%s,%s\n"
        .formatted(
            OutputLayout.thumbnailSheet(tile / grid.tilesPerSheet() + 1),
            inSheet % grid.columns() * grid.widthPixels(),
            inSheet / grid.columns() * grid.heightPixels(),
            grid.widthPixels(),
            grid.heightPixels());
  }
}
