package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.ThumbnailGrid;
import org.junit.jupiter.api.Test;

class ThumbnailMapTest {
  private static final ThumbnailGrid GRID = new ThumbnailGrid(10_000, 160, 90, 2, 1, 3);

  @Test
  void write_severalSheets_namesEachPlaceUntilTheEnd() {
    assertThat(ThumbnailMap.write(GRID, 25_040))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:10.000
            sprite-00001.jpg#xywh=0,0,160,90

            00:00:10.000 --> 00:00:20.000
            sprite-00001.jpg#xywh=160,0,160,90

            00:00:20.000 --> 00:00:25.040
            sprite-00002.jpg#xywh=0,0,160,90
            """);
  }

  @Test
  void write_programmeLongerThanPlanned_lastPictureStays() {
    assertThat(ThumbnailMap.write(GRID, 31_000)).contains("00:00:20.000 --> 00:00:31.000");
  }

  @Test
  void write_programmeShorterThanPlanned_endsWithIt() {
    assertThat(ThumbnailMap.write(GRID, 10_000))
        .isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:10.000\nsprite-00001.jpg#xywh=0,0,160,90\n");
  }
}
