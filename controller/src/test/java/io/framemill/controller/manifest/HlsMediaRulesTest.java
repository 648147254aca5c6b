package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.manifest.HlsSamples.Playlists;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds media playlists to the rules, as {@link HlsMasterRulesTest} does with the master. */
class HlsMediaRulesTest {
  private static final String TARGET = "EXT-X-TARGETDURATION";

  static Stream<Playlists> samples() {
    return HlsSamples.all();
  }

  /** 4.3.3.1, 6.2.4; Apple 7.7, 8.2. */
  @ParameterizedTest
  @MethodSource("samples")
  void targetDuration_isOneInAllPlaylistsAndNoSegmentIsLonger(Playlists playlists) {
    Set<String> targets = new HashSet<>();
    playlists
        .media()
        .forEach(
            (uri, text) -> {
              List<String> target = HlsText.values(text, TARGET);
              assertThat(target).as(uri).hasSize(1);
              targets.addAll(target);
              assertThat(seconds(text))
                  .allSatisfy(
                      length ->
                          assertThat(length.setScale(0, RoundingMode.HALF_UP))
                              .isLessThanOrEqualTo(new BigDecimal(target.get(0))));
            });
    assertThat(targets).hasSize(1);
  }

  /** 4.3.2.1, 4.3.2.5, 4.3.3.4, 4.3.3.5; Apple 8.6, 8.8, 8.20. */
  @ParameterizedTest
  @MethodSource("samples")
  void mediaPlaylist_tellsItsTypeItsEndAndEachSegment(Playlists playlists) {
    playlists
        .media()
        .forEach(
            (uri, text) -> {
              List<String> kinds = HlsText.kinds(text);
              boolean grows = playlists.toString().endsWith("runs") && uri.startsWith("video/");
              assertThat(HlsText.values(text, "EXT-X-PLAYLIST-TYPE"))
                  .containsExactly(grows ? "EVENT" : "VOD");
              assertThat(kinds.contains("EXT-X-ENDLIST")).isNotEqualTo(grows);
              assertThat(kinds.contains("EXT-X-MAP")).isNotEqualTo(uri.startsWith("subs/"));
              for (int i = 0; i < kinds.size(); i++) {
                if (kinds.get(i).equals("URI")) {
                  assertThat(kinds.get(i - 1)).isEqualTo("EXTINF");
                }
              }
              assertThat(seconds(text)).hasSameSizeAs(HlsText.uris(text)).hasSize(9);
              assertThat(HlsText.uris(text)).isSorted().doesNotHaveDuplicates();
            });
  }

  /** Apple 8.1: the sum of lengths is within a frame of the truth. */
  @ParameterizedTest
  @MethodSource("samples")
  void segmentLengths_addUpToTheTrack(Playlists playlists) {
    for (Video video : playlists.presentation().videos()) {
      BigDecimal sum =
          seconds(
                  Objects.requireNonNull(
                      playlists
                          .media()
                          .get("video/" + video.rendition().name() + "/playlist.m3u8")))
              .stream()
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(sum.doubleValue() - video.track().seconds()).isBetween(-1e-4, 1e-4);
    }
  }

  private static List<BigDecimal> seconds(String playlist) {
    return HlsText.values(playlist, "EXTINF").stream()
        .map(value -> new BigDecimal(value.substring(0, value.indexOf(','))))
        .toList();
  }
}
