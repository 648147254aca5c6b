package io.framemill.controller.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.framemill.protocol.JobId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionsTest {
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
    assertThat(Submissions.slug(name)).isEqualTo(slug);
  }

  @Test
  void slug_veryLongName_isCut() {
    assertThat(Submissions.slug("x".repeat(500) + ".mp4")).hasSize(60);
  }

  @Test
  void slug_namesOfAnything_makeJobIds() {
    String[] parts = {
      "..",
      "/",
      "\\",
      "\0",
      "\n",
      "-",
      ".",
      "CON",
      "~",
      "%2e",
      "\u202e",
      "\u2215",
      "\ud83d\ude00",
      "\ud83d",
      "A\u0308",
      "\u0130",
      "\u212a",
      " ",
      "a",
      "9",
      "x".repeat(100)
    };
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(8); n > 0; n--) {
        name.append(parts[random.nextInt(parts.length)]);
      }
      String slug = Submissions.slug(name.toString());
      assertThatCode(() -> new JobId((slug.isEmpty() ? "job" : slug) + "-abcdef"))
          .as(name.toString())
          .doesNotThrowAnyException();
      assertThat(slug).doesNotContain(".", "_");
    }
  }
}
