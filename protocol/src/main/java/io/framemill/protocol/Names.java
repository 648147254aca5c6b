package io.framemill.protocol;

import java.util.regex.Pattern;

/** The forms of a rendition's name, which is a directory and part of a URL, and of its parts. */
final class Names {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}");

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{3}");

  private Names() {}

  /** Requires the form of an ISO 639-2 code, which becomes part of names. */
  static void requireLanguage(String code) {
    if (!LANGUAGE.matcher(code).matches()) {
      throw new IllegalArgumentException("not an ISO 639-2 code: " + code);
    }
  }

  static void require(String name) {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a rendition name (a-z 0-9 . _ -, at most 60): " + name);
    }
  }
}
