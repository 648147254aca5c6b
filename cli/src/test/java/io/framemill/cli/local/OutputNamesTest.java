package io.framemill.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutputNamesTest {
  @Test
  void of_files_losesExtensionAndDirectory() {
    assertThat(names("a/clip.mp4", "-x.tar.gz", "no-extension", ".hidden"))
        .containsExactly("clip", "-x.tar", "no-extension", ".hidden");
  }

  @Test
  void of_sameNames_areNumbered() {
    assertThat(names("a/clip.mp4", "b/clip.mov", "clip-2.mp4", "Clip.avi"))
        .containsExactly("clip", "clip-2", "clip-2-2", "Clip-3");
  }

  @Test
  void of_controlCharacters_areReplaced() {
    assertThat(names("a\nb\u001b\u202e.mp4", "a\rb__.mp4", "\n.mp4"))
        .containsExactly("a_b__", "a_b__-2", "_");
  }

  @Test
  void of_nameThatWouldClimb_keepsItsExtension() {
    assertThat(names("...mp4")).containsExactly("...mp4");
  }

  private static List<String> names(String... files) {
    return OutputNames.of(Stream.of(files).map(Path::of).toList());
  }
}
