package io.framemill.protocol.text;

import java.util.Objects;
import java.util.regex.Pattern;

/** Validates names: a rendition's, which is a directory and part of a URL, and a worker's. */
public final class Names {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}");

  /** ISO 639-2, then script and region as in BCP 47 (RFC 5646, 2.1). */
  private static final Pattern LANGUAGE =
      Pattern.compile("[a-z]{3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?");

  private Names() {}

  /** Requires an ISO 639-2 code with an optional script and region, which become part of names. */
  public static void requireLanguage(String code) {
    if (!LANGUAGE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a language, such as eng or por-BR: " + code);
    }
  }

  /** Requires a printable worker id. */
  public static void requireWorker(String worker) {
    if (!PrintableText.isPrintable(Objects.requireNonNull(worker, "worker"))) {
      throw new IllegalArgumentException(
          "not a worker's id, for it has control characters: " + PrintableText.of(worker));
    }
  }

  public static void require(String name) {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "not a rendition name (a-z 0-9 . _ -, at most 60): " + name);
    }
  }
}
