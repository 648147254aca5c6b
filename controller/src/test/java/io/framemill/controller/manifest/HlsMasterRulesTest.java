package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.manifest.HlsSamples.Playlists;
import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds master playlists to the rules of RFC 8216 and of Apple's HLS authoring specification
 * (2025-05) as far as their text can show them. {@code docs/hls-rules.md} lists them all. A number
 * in a name or comment is a clause of the RFC, or of Apple's specification where it says so.
 */
class HlsMasterRulesTest {
  private static final String MEDIA = "EXT-X-MEDIA";
  private static final String VARIANT = "EXT-X-STREAM-INF";

  static Stream<Playlists> samples() {
    return HlsSamples.all();
  }

  /** 4.1, 4.3.1, 4.3.4. */
  @ParameterizedTest
  @MethodSource("samples")
  void everyPlaylist_hasItsHeaderAndOnlyTagsOfItsKind(Playlists playlists) {
    Stream.concat(Stream.of(playlists.master()), playlists.media().values().stream())
        .forEach(
            text -> {
              assertThat(text)
                  .startsWith("#EXTM3U\n")
                  .endsWith("\n")
                  .doesNotContain("\uFEFF", "\r");
              assertThat(HlsText.values(text, "EXT-X-VERSION")).containsExactly("7");
            });
    assertThat(HlsText.kinds(playlists.master()))
        .isSubsetOf("EXTM3U", "EXT-X-VERSION", "EXT-X-INDEPENDENT-SEGMENTS", MEDIA, VARIANT, "URI");
    playlists
        .media()
        .values()
        .forEach(text -> assertThat(HlsText.kinds(text)).doesNotContain(MEDIA, VARIANT));
  }

  /** 4.3.4.1: NAME, DEFAULT, AUTOSELECT, FORCED; Apple 8.10, 5.11. */
  @ParameterizedTest
  @MethodSource("samples")
  void rendition_hasTheAttributesOfItsType(Playlists playlists) {
    for (Map<String, String> media : media(playlists)) {
      assertThat(media).containsKeys("TYPE", "GROUP-ID", "NAME", "LANGUAGE", "URI");
      assertThat(media.get("LANGUAGE"))
          .matches("[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");
      assertThat(playlists.media()).containsKey(media.get("URI"));
      boolean isText = "SUBTITLES".equals(media.get("TYPE"));
      assertThat(media.containsKey("FORCED")).isEqualTo(isText);
      assertThat(media.containsKey("CHANNELS")).isNotEqualTo(isText);
      if ("YES".equals(media.get("DEFAULT")) || "YES".equals(media.get("FORCED"))) {
        assertThat(media).containsEntry("AUTOSELECT", "YES");
      }
    }
  }

  /** 4.3.4.1.1: unique names, one default at most, what is selected automatically differs. */
  @ParameterizedTest
  @MethodSource("samples")
  void group_hasMembersThatPlayersCanTellApart(Playlists playlists) {
    groups(playlists)
        .values()
        .forEach(
            members -> {
              assertThat(members).extracting(media -> media.get("NAME")).doesNotHaveDuplicates();
              assertThat(members.stream().filter(m -> "YES".equals(m.get("DEFAULT"))))
                  .hasSizeLessThanOrEqualTo(1);
              assertThat(members.stream().filter(m -> "YES".equals(m.get("AUTOSELECT"))))
                  .extracting(m -> m.get("LANGUAGE") + m.get("FORCED") + m.get("CHARACTERISTICS"))
                  .doesNotHaveDuplicates();
            });
  }

  /** 4.3.4.1.1: groups of a type have the same members, but for URI and CHANNELS. */
  @ParameterizedTest
  @MethodSource("samples")
  void groups_ofOneType_haveTheSameMembers(Playlists playlists) {
    Set<List<Map<String, String>>> kinds = new HashSet<>();
    groups(playlists)
        .forEach(
            (id, members) -> {
              if (id.startsWith("AUDIO")) {
                kinds.add(
                    members.stream()
                        .map(
                            member -> {
                              Map<String, String> same = new LinkedHashMap<>(member);
                              same.keySet().removeAll(Set.of("GROUP-ID", "URI", "CHANNELS"));
                              return same;
                            })
                        .toList());
              }
            });
    assertThat(kinds).hasSizeLessThanOrEqualTo(1);
  }

  /** Apple 2.12 to 2.14, 2.27, 2.28, 4.5, 4.6. */
  @ParameterizedTest
  @MethodSource("samples")
  void accessibleRendition_isMarkedNamedAndSelectedAutomatically(Playlists playlists) {
    for (Map<String, String> media : media(playlists)) {
      String uri = String.valueOf(media.get("URI"));
      if (uri.startsWith("audio/ad-")) {
        assertThat(media)
            .containsEntry("CHARACTERISTICS", "public.accessibility.describes-video")
            .containsEntry("AUTOSELECT", "YES")
            .containsEntry("NAME", "English, audio description");
      } else if (uri.startsWith("audio/hi-")) {
        assertThat(media)
            .containsEntry(
                "CHARACTERISTICS", "public.accessibility.enhances-speech-intelligibility");
      } else if (uri.startsWith("subs/sdh")) {
        assertThat(media)
            .containsEntry(
                "CHARACTERISTICS",
                "public.accessibility.transcribes-spoken-dialog,"
                    + "public.accessibility.describes-music-and-sound")
            .containsEntry("AUTOSELECT", "YES");
      } else {
        assertThat(media).doesNotContainKey("CHARACTERISTICS");
      }
    }
  }

  /** Apple 9.17: in a language the general ones come first. */
  @ParameterizedTest
  @MethodSource("samples")
  void group_listsGeneralRenditionsBeforeSpecificOnes(Playlists playlists) {
    groups(playlists)
        .values()
        .forEach(
            members ->
                assertThat(members).extracting(m -> m.containsKey("CHARACTERISTICS")).isSorted());
  }

  /** 4.3.4.2; Apple 9.1, 9.2, 9.14, 9.15. */
  @ParameterizedTest
  @MethodSource("samples")
  void variant_hasTheAttributesOfItsKindAndAPlaylist(Playlists playlists) {
    List<Map<String, String>> variants = HlsText.lists(playlists.master(), VARIANT);
    List<String> uris = HlsText.uris(playlists.master());
    assertThat(variants).isNotEmpty().hasSameSizeAs(uris);
    for (int i = 0; i < variants.size(); i++) {
      Map<String, String> variant = variants.get(i);
      assertThat(playlists.media()).containsKey(uris.get(i));
      assertThat(variant).containsKeys("BANDWIDTH", "AVERAGE-BANDWIDTH", "CODECS");
      assertThat(number(variant, "BANDWIDTH"))
          .isGreaterThanOrEqualTo(number(variant, "AVERAGE-BANDWIDTH"));
      if (uris.get(i).startsWith("video/")) {
        assertThat(variant.get("RESOLUTION")).matches("\\d+x\\d+");
        assertThat(variant.get("FRAME-RATE")).matches("\\d+\\.\\d{3}");
      } else {
        assertThat(variant).doesNotContainKeys("RESOLUTION", "FRAME-RATE");
      }
      Stream.of("AUDIO", "SUBTITLES")
          .filter(variant::containsKey)
          .forEach(
              type -> assertThat(groups(playlists)).containsKey(type + " " + variant.get(type)));
      assertThat(variant.containsKey("SUBTITLES"))
          .isEqualTo(!playlists.presentation().texts().isEmpty());
    }
  }

  /** Apple 8.9, 9.5 to 9.7: with a picture, sound is a rendition of its own in every variant. */
  @ParameterizedTest
  @MethodSource("samples")
  void variant_withSound_namesItsGroupAndItsCodec(Playlists playlists) {
    boolean hasSound = !playlists.presentation().audios().isEmpty();
    List<String> uris = HlsText.uris(playlists.master());
    List<Map<String, String>> variants = HlsText.lists(playlists.master(), VARIANT);
    for (int i = 0; i < uris.size(); i++) {
      if (uris.get(i).startsWith("video/")) {
        assertThat(variants.get(i).containsKey("AUDIO")).isEqualTo(hasSound);
        assertThat(String.valueOf(variants.get(i).get("CODECS")).split(","))
            .hasSize(hasSound ? 2 : 1);
      }
    }
  }

  /** Apple 9.13; RFC 4.1, 4.3.4.2. */
  private static RenditionTrack track(Map<String, RenditionTrack> tracks, String uri) {
    return Objects.requireNonNull(tracks.get(uri), uri);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void bandwidth_isTheLargestSumOfPeaks(Playlists playlists) {
    Map<String, RenditionTrack> tracks = new LinkedHashMap<>();
    Presentation presentation = playlists.presentation();
    for (Video video : presentation.videos()) {
      tracks.put("video/" + video.rendition().name() + "/playlist.m3u8", video.track());
    }
    for (Audio audio : presentation.audios()) {
      tracks.put("audio/" + audio.rendition().name() + "/playlist.m3u8", audio.track());
    }
    int target = presentation.targetDurationSeconds();
    List<String> uris = HlsText.uris(playlists.master());
    List<Map<String, String>> variants = HlsText.lists(playlists.master(), VARIANT);
    for (int i = 0; i < uris.size(); i++) {
      double picture =
          uris.get(i).startsWith("video/") ? peak(track(tracks, uris.get(i)), target) : 0;
      double sound =
          groups(playlists)
              .getOrDefault("AUDIO " + variants.get(i).get("AUDIO"), List.of())
              .stream()
              .mapToDouble(member -> peak(track(tracks, String.valueOf(member.get("URI"))), target))
              .max()
              .orElseGet(() -> playsAlone(variants, uris, tracks, target));
      assertThat((double) number(variants.get(i), "BANDWIDTH"))
          .isBetween(picture + sound, picture + sound + 2);
    }
  }

  /** Apple 9.11, 9.12. */
  @ParameterizedTest
  @MethodSource("samples")
  void segments_areDeclaredIndependent(Playlists playlists) {
    assertThat(HlsText.kinds(playlists.master())).containsOnlyOnce("EXT-X-INDEPENDENT-SEGMENTS");
  }

  /** Apple 1.32: the default is nearest to 2 Mb/s on average. */
  @ParameterizedTest
  @MethodSource("samples")
  void variants_beginWithTheDefaultFallFromThereAndEndWithSoundAlone(Playlists playlists) {
    List<Map<String, String>> variants = HlsText.lists(playlists.master(), VARIANT);
    List<Map<String, String>> pictures =
        variants.stream().filter(variant -> variant.containsKey("RESOLUTION")).toList();
    if (!pictures.isEmpty()) {
      assertThat(pictures)
          .allSatisfy(
              variant ->
                  assertThat(distance(variant)).isGreaterThanOrEqualTo(distance(variants.get(0))));
      assertFalling(pictures.subList(1, pictures.size()));
    }
    assertThat(variants.subList(0, pictures.size())).isEqualTo(pictures);
    assertFalling(variants.subList(pictures.size(), variants.size()));
  }

  private static void assertFalling(List<Map<String, String>> variants) {
    assertThat(variants)
        .extracting(variant -> number(variant, "BANDWIDTH"))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  private static long distance(Map<String, String> variant) {
    return Math.abs(number(variant, "AVERAGE-BANDWIDTH") - 2_000_000);
  }

  private static long number(Map<String, String> attributes, String name) {
    return Long.parseLong(attributes.get(name));
  }

  private static List<Map<String, String>> media(Playlists playlists) {
    return HlsText.lists(playlists.master(), MEDIA);
  }

  /** The members of each group by its type and id. */
  private static Map<String, List<Map<String, String>>> groups(Playlists playlists) {
    return media(playlists).stream()
        .collect(Collectors.groupingBy(media -> media.get("TYPE") + " " + media.get("GROUP-ID")));
  }

  /** The only track of a job without picture. */
  private static double playsAlone(
      List<Map<String, String>> variants,
      List<String> uris,
      Map<String, RenditionTrack> tracks,
      int target) {
    return uris.size() == 1 && !variants.get(0).containsKey("RESOLUTION")
        ? peak(track(tracks, uris.get(0)), target)
        : 0;
  }

  /** RFC 8216, 4.1, word by word. */
  private static double peak(RenditionTrack track, int target) {
    List<Double> rates = new ArrayList<>();
    for (int from = 0; from < track.segments().size(); from++) {
      for (int to = from + 1; to <= track.segments().size(); to++) {
        double length =
            track.segments().subList(from, to).stream().mapToDouble(track::seconds).sum();
        long bytes = track.segments().subList(from, to).stream().mapToLong(s -> s.bytes()).sum();
        if (length >= 0.5 * target && length <= 1.5 * target) {
          rates.add(bytes * 8 / length);
        }
      }
    }
    return rates.stream().mapToDouble(rate -> rate).max().orElseThrow();
  }
}
