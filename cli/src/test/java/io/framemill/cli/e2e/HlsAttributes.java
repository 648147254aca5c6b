package io.framemill.cli.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The attribute list of a playlist's tag (RFC 8216, 4.2). */
record HlsAttributes(Map<String, String> values) {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,]*)");

  static HlsAttributes parse(String list) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(list);
    while (matcher.find()) {
      values.put(matcher.group(1), matcher.group(2).replace("\"", ""));
    }
    return new HlsAttributes(Map.copyOf(values));
  }

  /**
   * One value without quotes.
   *
   * @throws AssertionError if it is not there
   */
  String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new AssertionError("no attribute " + name + " in " + values);
    }
    return value;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }
}
