package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.manifest.HlsSamples.Playlists;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.model.PlaylistType;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every playlist with a parser that is not ours, which fails on an unknown tag or attribute,
 * and compares what it finds with {@link HlsText}, by which the other tests of this package read.
 */
class HlsParserTest {
  static Stream<Playlists> samples() {
    return HlsSamples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void master_readByAnotherParser_hasTheSameAttributes(Playlists playlists)
      throws PlaylistParserException {
    String text = playlists.master();

    MasterPlaylist master = new MasterPlaylistParser(ParsingMode.STRICT).readPlaylist(text);

    assertThat(master.version()).contains(7);
    assertThat(master.independentSegments()).isTrue();
    assertThat(master.comments()).isEmpty();
    assertThat(master.variants().stream().map(HlsParserTest::attributes).toList())
        .isEqualTo(HlsText.lists(text, "EXT-X-STREAM-INF"));
    assertThat(master.variants()).extracting(Variant::uri).isEqualTo(HlsText.uris(text));
    assertThat(master.alternativeRenditions().stream().map(HlsParserTest::attributes).toList())
        .isEqualTo(HlsText.lists(text, "EXT-X-MEDIA"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void media_readByAnotherParser_hasTheSameSegments(Playlists playlists)
      throws PlaylistParserException {
    for (String text : playlists.media().values()) {
      MediaPlaylist media = new MediaPlaylistParser(ParsingMode.STRICT).readPlaylist(text);

      assertThat(media.comments()).isEmpty();
      assertThat(HlsText.values(text, "EXT-X-TARGETDURATION"))
          .containsExactly(String.valueOf(media.targetDuration()));
      assertThat(HlsText.values(text, "EXT-X-PLAYLIST-TYPE"))
          .containsExactly(media.playlistType().map(PlaylistType::name).orElseThrow());
      assertThat(media.ongoing()).isNotEqualTo(HlsText.kinds(text).contains("EXT-X-ENDLIST"));
      List<MediaSegment> segments = media.mediaSegments();
      assertThat(segments).extracting(MediaSegment::uri).isEqualTo(HlsText.uris(text));
      assertThat(segments)
          .extracting(segment -> String.format(Locale.ROOT, "%.6f,", segment.duration()))
          .isEqualTo(HlsText.values(text, "EXTINF"));
      assertThat(segments.stream().flatMap(segment -> segment.segmentMap().stream()))
          .extracting(map -> Map.of("URI", map.uri()))
          .isEqualTo(HlsText.lists(text, "EXT-X-MAP"));
    }
  }

  private static Map<String, String> attributes(Variant variant) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("BANDWIDTH", String.valueOf(variant.bandwidth()));
    variant.averageBandwidth().ifPresent(v -> attributes.put("AVERAGE-BANDWIDTH", v.toString()));
    attributes.put("CODECS", String.join(",", variant.codecs()));
    variant
        .resolution()
        .ifPresent(size -> attributes.put("RESOLUTION", size.width() + "x" + size.height()));
    variant
        .frameRate()
        .ifPresent(v -> attributes.put("FRAME-RATE", String.format(Locale.ROOT, "%.3f", v)));
    variant.audio().ifPresent(group -> attributes.put("AUDIO", group));
    variant.subtitles().ifPresent(group -> attributes.put("SUBTITLES", group));
    return attributes;
  }

  private static Map<String, String> attributes(AlternativeRendition media) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("TYPE", media.type().name());
    attributes.put("GROUP-ID", media.groupId());
    attributes.put("NAME", media.name());
    media.language().ifPresent(v -> attributes.put("LANGUAGE", v));
    media.defaultRendition().ifPresent(v -> attributes.put("DEFAULT", yesOrNo(v)));
    media.autoSelect().ifPresent(v -> attributes.put("AUTOSELECT", yesOrNo(v)));
    media.forced().ifPresent(v -> attributes.put("FORCED", yesOrNo(v)));
    if (!media.characteristics().isEmpty()) {
      attributes.put("CHARACTERISTICS", String.join(",", media.characteristics()));
    }
    media.channels().ifPresent(v -> attributes.put("CHANNELS", String.valueOf(v.count())));
    media.uri().ifPresent(v -> attributes.put("URI", v));
    return attributes;
  }

  private static String yesOrNo(boolean value) {
    return value ? "YES" : "NO";
  }
}
