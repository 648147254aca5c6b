package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "film.mp4,film",
    "My Film (2).final.MP4,my-film-2-final",
    "Größe café.mov,gro-e-cafe",
    ".hidden,hidden",
    "--,''",
    "映画.mkv,''",
    "../../etc/passwd.mp4,etc-passwd",
  })
  void slug_anyName_isPlainLetters(String name, String slug) {
    assertThat(Intake.slug(name)).isEqualTo(slug);
  }

  @Test
  void slug_veryLongName_isCut() {
    assertThat(Intake.slug("x".repeat(500) + ".mp4")).hasSize(60);
  }
}
