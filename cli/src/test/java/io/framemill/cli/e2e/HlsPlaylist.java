package io.framemill.cli.e2e;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A media playlist, as a player reads it.
 *
 * @param file where it lies
 * @param targetSeconds {@code EXT-X-TARGETDURATION}
 * @param type {@code EXT-X-PLAYLIST-TYPE}
 * @param isEnded whether it has {@code EXT-X-ENDLIST}
 * @param init file of the init segment
 * @param entries the segments
 */
record HlsPlaylist(
    Path file, int targetSeconds, String type, boolean isEnded, Path init, List<Entry> entries) {
  /** One segment's file and the length that the playlist gives it. */
  record Entry(BigDecimal seconds, Path file) {}

  static HlsPlaylist read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#EXTINF:")) {
        String seconds = line.substring("#EXTINF:".length(), line.indexOf(','));
        entries.add(new Entry(new BigDecimal(seconds), file.resolveSibling(lines.get(i + 1))));
      }
    }
    return new HlsPlaylist(
        file,
        Integer.parseInt(tag(lines, "#EXT-X-TARGETDURATION:")),
        tag(lines, "#EXT-X-PLAYLIST-TYPE:"),
        lines.contains("#EXT-X-ENDLIST"),
        file.resolveSibling(HlsAttributes.parse(tag(lines, "#EXT-X-MAP:")).get("URI")),
        List.copyOf(entries));
  }

  private static String tag(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + lines))
        .substring(name.length());
  }
}
