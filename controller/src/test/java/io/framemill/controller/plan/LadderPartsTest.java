package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderPartsTest {
  private final List<VideoRendition> ladder =
      Ladder.fit(
          Media.profile(1080, 720, 480, 360).encodes(),
          Media.film(4, 1920, 1080, 4).video().get(0));

  @Test
  void split_ladder_givesPartsOfAboutTheSameCostInItsOrder() {
    assertThat(names(1)).containsExactly(List.of("1080p", "720p", "480p", "360p"));
    assertThat(names(2)).containsExactly(List.of("1080p"), List.of("720p", "480p", "360p"));
    assertThat(names(4))
        .containsExactly(List.of("1080p"), List.of("720p"), List.of("480p"), List.of("360p"));
  }

  private List<List<String>> names(int count) {
    return LadderParts.split(ladder, count).stream()
        .map(part -> part.stream().map(VideoRendition::name).toList())
        .toList();
  }
}
