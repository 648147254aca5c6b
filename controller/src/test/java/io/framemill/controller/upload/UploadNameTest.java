package io.framemill.controller.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadNameTest {
  @ParameterizedTest
  @CsvSource({
    "clip.mp4, clip.mp4",
    "Größe 1+2 (a).mp4, Größe 1+2 (a).mp4",
    "../../etc/passwd, .._.._etc_passwd",
    "a\\b:c*?.mp4, a_b_c__.mp4",
    "50%.mp4, 50_.mp4",
    ".., source__",
    ".framemill-x, _framemill-x",
    "'', source"
  })
  void of_anyName_isSafeAsAFileAndInAUrl(String name, String expected) {
    assertThat(UploadName.of(name)).isEqualTo(expected);
  }

  @Test
  void of_longName_keepsItsEnd() {
    String name = UploadName.of("ü".repeat(300) + ".mp4");

    assertThat(name).endsWith("ü.mp4");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSize(200);
  }
}
