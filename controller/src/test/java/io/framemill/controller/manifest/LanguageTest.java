package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource({
    "eng, en",
    "deu, de",
    "ger, de",
    "fre, fr",
    "jpn, ja",
    "haw, haw",
    "qaa, qaa",
    "por-BR, pt-BR",
    "zho-Hans, zh-Hans",
    "chi-Hant-TW, zh-Hant-TW",
    "spa-419, es-419"
  })
  void tag_codeOfAContainer_isTheShortestThereIs(String code, String tag) {
    assertThat(Language.tag(code)).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource({
    "eng, English",
    "ger, Deutsch",
    "fra, Français",
    "jpn, 日本語",
    "qaa, Qaa",
    "por-BR, Português (Brasil)",
    "por-PT, Português (Portugal)",
    "zho-Hans, 中文 (简体)",
    "eng-GB, English (United Kingdom)"
  })
  void name_knownLanguage_isItsOwnName(String code, String name) {
    assertThat(Language.name(code, "Audio")).isEqualTo(name);
  }

  @Test
  void name_unknownLanguage_isThatOfTheKind() {
    assertThat(Language.name("und", "Audio")).isEqualTo("Audio");
  }
}
