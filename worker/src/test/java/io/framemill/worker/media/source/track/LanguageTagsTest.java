package io.framemill.worker.media.source.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTagsTest {
  @ParameterizedTest
  @CsvSource({
    "eng, eng",
    "en, eng",
    "ger, ger",
    "deu, deu",
    "de, deu",
    "por, por",
    "pt-BR, por-BR",
    "pt_br, por-BR",
    "por-PT, por-PT",
    "zh-Hans, zho-Hans",
    "zh-hant-tw, zho-Hant-TW",
    "es-419, spa-419",
    "zh-cmn-Hans-CN, zho-Hans-CN",
    "en-US-x-twain, eng-US",
    "und, und",
    ", und",
    "xx, und",
    "English, und",
    "12, und"
  })
  void of_tagsOfContainers_areIso639WithScriptAndRegion(String tag, String language) {
    assertThat(LanguageTags.of(tag)).isEqualTo(language);
  }

  @Test
  void of_tagOfTenThousandParts_isUnknown() {
    assertThat(LanguageTags.of("en" + "-a".repeat(10_000))).isEqualTo("und");
  }
}
