package io.framemill.worker.media.source.track;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Normalises the language tags of containers, such as {@code por-BR}. */
public final class LanguageTags {
  public static final String UNKNOWN = "und";

  /** Longer tags are invalid, and would overflow the stack of the regular expression. */
  private static final int MAX_TAG_CHARACTERS = 100;

  /** ISO 639 or BCP 47 (RFC 5646, 2.1): language, extended language, script, region, and more. */
  private static final Pattern TAG =
      Pattern.compile(
          "([A-Za-z]{2,3})(?:[-_][A-Za-z]{3})*(?:[-_]([A-Za-z]{4}))?"
              + "(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_][A-Za-z0-9]+)*");

  private LanguageTags() {}

  /**
   * Parses an ISO 639-2 code, with script and region if the tag has them.
   *
   * @param tag the tag of the container; null for none
   * @return {@code und} if it is unknown
   */
  static String of(@Nullable String tag) {
    if (tag == null || tag.length() > MAX_TAG_CHARACTERS) {
      return UNKNOWN;
    }
    Matcher parts = TAG.matcher(tag.strip());
    if (!parts.matches()) {
      return UNKNOWN;
    }
    String language = threeLetters(parts.group(1).toLowerCase(Locale.ROOT));
    return language.equals(UNKNOWN)
        ? UNKNOWN
        : language + script(parts.group(2)) + region(parts.group(3));
  }

  private static String threeLetters(String code) {
    if (code.length() == 3) {
      return code;
    }
    try {
      return new Locale(code).getISO3Language();
    } catch (MissingResourceException e) {
      return UNKNOWN;
    }
  }

  private static String script(@Nullable String code) {
    return code == null
        ? ""
        : "-"
            + code.substring(0, 1).toUpperCase(Locale.ROOT)
            + code.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String region(@Nullable String code) {
    return code == null ? "" : "-" + code.toUpperCase(Locale.ROOT);
  }
}
