package io.framemill.protocol.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLayoutTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 99_999, 100_000, 1_234_567})
  void mediaSegment_anyNumber_isWhatTheDashTemplateExpandsTo(int number) {
    String template = OutputLayout.MEDIA_SEGMENT_TEMPLATE;
    String format = template.replace("$Number", "").replace("$", "");

    assertThat(OutputLayout.mediaSegment(number))
        .isEqualTo(String.format(Locale.ROOT, format, number));
  }

  @Test
  void paths_ofRenditions_areBelowOneDirectoryOfEachKind() {
    assertThat(OutputLayout.mediaPlaylist(OutputLayout.video("720p")))
        .isEqualTo("video/720p/playlist.m3u8");
    assertThat(OutputLayout.mediaPlaylist(OutputLayout.audio("eng-128k")))
        .isEqualTo("audio/eng-128k/playlist.m3u8");
    assertThat(OutputLayout.subtitles("eng") + "/" + OutputLayout.subtitleSegment(7))
        .isEqualTo("subs/eng/00007.vtt");
    assertThat(OutputLayout.subtitleFile("eng")).isEqualTo("subs/eng.vtt");
    assertThat(OutputLayout.mp4("film-720p.mp4")).isEqualTo("mp4/film-720p.mp4");
    assertThat(OutputLayout.thumbnailSheet(12)).isEqualTo("sprite-00012.jpg");
  }

  @Test
  void isManifest_playlistsAndManifests_areNoMedia() {
    assertThat(OutputLayout.isManifest(OutputLayout.MASTER_PLAYLIST)).isTrue();
    assertThat(OutputLayout.isManifest("playlist.m3u8")).isTrue();
    assertThat(OutputLayout.isManifest(OutputLayout.DASH_MANIFEST)).isTrue();
    assertThat(OutputLayout.isManifest(OutputLayout.INIT_SEGMENT)).isFalse();
    assertThat(OutputLayout.isManifest(OutputLayout.mediaSegment(1))).isFalse();
    assertThat(OutputLayout.isManifest(OutputLayout.JOB_REPORT)).isFalse();
  }
}
