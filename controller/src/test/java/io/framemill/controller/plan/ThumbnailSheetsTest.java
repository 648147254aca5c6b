package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.rendition.Profile.Thumbnails;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailSheetsTest {
  private static final Thumbnails ASKED = new Thumbnails(10_000, 160, 90, 5, 5);

  @ParameterizedTest(name = "{0}x{1}")
  @CsvSource({
    "1920, 1080, 160, 90",
    "1440, 1080, 120, 90",
    "1920, 800, 160, 66",
    "1080, 1920, 90, 160",
    "64, 36, 64, 36",
    "8640, 16, 160, 2"
  })
  void fit_anyShape_staysInTheBox(int width, int height, int tileWidth, int tileHeight) {
    ThumbnailGrid grid = ThumbnailSheets.fit(ASKED, rung("v", width, height), 60_000);
    assertThat(grid.widthPixels()).isEqualTo(tileWidth);
    assertThat(grid.heightPixels()).isEqualTo(tileHeight);
  }

  @ParameterizedTest(name = "{0} ms")
  @CsvSource({
    "1, 1, 1, 1, 1",
    "10000, 1, 1, 1, 1",
    "10001, 2, 2, 1, 1",
    "60000, 6, 5, 2, 1",
    "250000, 25, 5, 5, 1",
    "250001, 26, 5, 5, 2"
  })
  void fit_anyLength_fillsSheets(long millis, int tiles, int columns, int rows, int sheets) {
    ThumbnailGrid grid = ThumbnailSheets.fit(ASKED, rung("v", 1920, 1080), millis);
    assertThat(grid).isEqualTo(new ThumbnailGrid(10_000, 160, 90, columns, rows, tiles));
    assertThat(grid.sheets()).isEqualTo(sheets);
  }

  @Test
  void fit_endlessProgramme_putsThemFurtherApart() {
    ThumbnailGrid grid = ThumbnailSheets.fit(ASKED, rung("v", 1920, 1080), 400_000_000);
    assertThat(grid.tiles()).isEqualTo(ThumbnailSheets.MAX_TILES);
    assertThat(grid.intervalMillis()).isEqualTo(20_000);
  }

  @Test
  void source_ladder_isTheSmallestThatIsLargeEnough() {
    List<VideoRendition> ladder =
        List.of(rung("720p", 1280, 720), rung("240p", 426, 240), rung("90p", 128, 72));
    ThumbnailGrid grid = ThumbnailSheets.fit(ASKED, ladder.get(0), 60_000);
    assertThat(ThumbnailSheets.source(grid, ladder).name()).isEqualTo("240p");
    assertThat(ThumbnailSheets.source(grid, ladder.subList(2, 3)).name()).isEqualTo("90p");
    assertThat(ThumbnailSheets.largest(ladder).name()).isEqualTo("720p");
  }

  private static VideoRendition rung(String name, int width, int height) {
    return new VideoRendition(name, width, height, Media.encode(height));
  }
}
