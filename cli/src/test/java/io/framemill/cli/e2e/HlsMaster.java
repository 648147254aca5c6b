package io.framemill.cli.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A master playlist, as a player reads it.
 *
 * @param variants {@code EXT-X-STREAM-INF}, in their order
 * @param media {@code EXT-X-MEDIA}, in their order
 */
record HlsMaster(List<Variant> variants, List<HlsAttributes> media) {
  private static final String STREAM = "#EXT-X-STREAM-INF:";
  private static final String MEDIA = "#EXT-X-MEDIA:";

  /** One variant and the URI of its playlist. */
  record Variant(HlsAttributes attributes, String uri) {}

  static HlsMaster read(Path file) throws IOException {
    List<Variant> variants = new ArrayList<>();
    List<HlsAttributes> media = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals("#EXTM3U")) {
      throw new AssertionError("not a playlist: " + file);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(STREAM)) {
        variants.add(
            new Variant(HlsAttributes.parse(line.substring(STREAM.length())), lines.get(i + 1)));
      } else if (line.startsWith(MEDIA)) {
        media.add(HlsAttributes.parse(line.substring(MEDIA.length())));
      }
    }
    return new HlsMaster(List.copyOf(variants), List.copyOf(media));
  }

  /** The media of one {@code TYPE}, such as {@code AUDIO}. */
  List<HlsAttributes> media(String type) {
    return media.stream().filter(media -> media.get("TYPE").equals(type)).toList();
  }
}
