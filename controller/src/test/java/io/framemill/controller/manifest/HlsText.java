package io.framemill.controller.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a playlist as strictly as RFC 8216 (4.1, 4.2) describes it. */
final class HlsText {
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([A-Z0-9-]+)=(\"[^\"\\r\\n]*\"|[^\",\\s]+)(,|$)");

  private HlsText() {}

  /** The values of all tags of one name. */
  static List<String> values(String playlist, String tag) {
    return playlist
        .lines()
        .filter(line -> line.startsWith("#" + tag + ":"))
        .map(line -> line.substring(tag.length() + 2))
        .toList();
  }

  /** The attribute lists of all tags of one name. */
  static List<Map<String, String>> lists(String playlist, String tag) {
    return values(playlist, tag).stream().map(HlsText::attributes).toList();
  }

  /** The lines that are no tags. */
  static List<String> uris(String playlist) {
    return playlist.lines().filter(line -> !line.startsWith("#")).toList();
  }

  /** The tag, without its value, and URIs as {@code URI}, line by line. */
  static List<String> kinds(String playlist) {
    return playlist
        .lines()
        .map(line -> line.startsWith("#") ? line.substring(1).split(":", 2)[0] : "URI")
        .toList();
  }

  /** Attributes with their values, quoted strings without their quotes. */
  private static Map<String, String> attributes(String list) {
    Map<String, String> attributes = new LinkedHashMap<>();
    List<String> repeated = new ArrayList<>();
    Matcher matcher = ATTRIBUTE.matcher(list);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      if (attributes.put(matcher.group(1), matcher.group(2).replace("\"", "")) != null) {
        repeated.add(matcher.group(1));
      }
    }
    if (end != list.length() || !repeated.isEmpty()) {
      throw new AssertionError("not an attribute list: " + list + ", repeated: " + repeated);
    }
    return attributes;
  }
}
