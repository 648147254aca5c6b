package io.framemill.protocol;

import java.util.regex.Pattern;

/** The form of a rendition's name, which is a directory and part of a URL. */
final class Names {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}");

  private Names() {}

  static void require(String name) {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a rendition name (a-z 0-9 . _ -, at most 60): " + name);
    }
  }
}
