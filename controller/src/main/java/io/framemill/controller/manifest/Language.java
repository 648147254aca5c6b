package io.framemill.controller.manifest;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Converts the language codes of containers (ISO 639-2) to the tags that manifests use. */
final class Language {
  static final String UNKNOWN = "und";

  private static final int CODE_LENGTH = 3;

  /** Codes by the English name of a language, and codes by its own name. */
  private static final Map<String, String> OWN_CODES =
      Map.ofEntries(
          Map.entry("alb", "sqi"),
          Map.entry("arm", "hye"),
          Map.entry("baq", "eus"),
          Map.entry("bur", "mya"),
          Map.entry("chi", "zho"),
          Map.entry("cze", "ces"),
          Map.entry("dut", "nld"),
          Map.entry("fre", "fra"),
          Map.entry("geo", "kat"),
          Map.entry("ger", "deu"),
          Map.entry("gre", "ell"),
          Map.entry("ice", "isl"),
          Map.entry("mac", "mkd"),
          Map.entry("mao", "mri"),
          Map.entry("may", "msa"),
          Map.entry("per", "fas"),
          Map.entry("rum", "ron"),
          Map.entry("slo", "slk"),
          Map.entry("tib", "bod"),
          Map.entry("wel", "cym"));

  private static final Map<String, String> SHORT_CODES = shortCodes();

  private Language() {}

  private static Map<String, String> shortCodes() {
    Map<String, String> codes = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      codes.put(Locale.forLanguageTag(code).getISO3Language(), code);
    }
    return codes;
  }

  /**
   * The tag of RFC 5646, which requires the shortest code: {@code en} for eng, {@code pt-BR} for
   * por-BR.
   *
   * @param language ISO 639-2 code, with script and region or without
   */
  static String tag(String language) {
    String code = language.substring(0, CODE_LENGTH);
    String own = OWN_CODES.getOrDefault(code, code);
    return SHORT_CODES.getOrDefault(own, own) + language.substring(CODE_LENGTH);
  }

  /**
   * The name of a language in that language, such as Deutsch or Português (Brasil), as RFC 8216
   * (4.3.4.1) recommends; {@code absent} if it is unknown.
   *
   * @param language ISO 639-2 code, with script and region or without
   */
  static String name(String language, String absent) {
    if (language.equals(UNKNOWN)) {
      return absent;
    }
    Locale locale = Locale.forLanguageTag(tag(language));
    String name = locale.getDisplayName(locale);
    return name.substring(0, 1).toUpperCase(locale) + name.substring(1);
  }
}
