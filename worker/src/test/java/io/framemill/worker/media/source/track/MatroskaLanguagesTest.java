package io.framemill.worker.media.source.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers as RFC 9559 has them, written by hand: our muxer writes no {@code LanguageBCP47}. */
class MatroskaLanguagesTest {
  @TempDir private Path directory;

  private static String element(String id, String content) {
    return id + HexFormat.of().toHexDigits((byte) (0x80 | content.length() / 2)) + content;
  }

  private static String track(int type, String language) {
    String hex = HexFormat.of().formatHex(language.getBytes(StandardCharsets.US_ASCII));
    String tag = language.isEmpty() ? "" : element("22b59d", hex);
    return element("ae", element("83", HexFormat.of().toHexDigits((byte) type)) + tag);
  }

  private Path file(String tracks) throws IOException {
    String ebml = element("1a45dfa3", element("4286", "01"));
    String segment = "18538067" + "01ffffffffffffff" + element("ec", "0000") + tracks;
    return Files.write(
        directory.resolve("a.mkv"), HexFormat.of().parseHex(ebml + segment + "1f43b675ff"));
  }

  @Test
  void languagesIn_severalTracks_areThoseOfTheirStreams() throws IOException {
    String tracks = element("1654ae6b", track(1, "") + track(2, "pt-BR") + track(2, "pt-PT"));

    assertThat(MatroskaLanguages.languagesIn(file(tracks)))
        .isEqualTo(Map.of(1, "pt-BR", 2, "pt-PT"));
  }

  @Test
  void languagesIn_tracksWithoutStreams_areNotCounted() throws IOException {
    String tracks = element("1654ae6b", track(0x12, "en") + track(2, "de-AT"));

    assertThat(MatroskaLanguages.languagesIn(file(tracks))).isEqualTo(Map.of(0, "de-AT"));
  }

  @Test
  void languagesIn_cutFile_areThoseReadUntilThen() throws IOException {
    Path file = file(element("1654ae6b", track(2, "pt-BR") + track(2, "pt-PT")));
    byte[] bytes = Files.readAllBytes(file);
    int cluster = 5;
    Files.write(file, Arrays.copyOf(bytes, bytes.length - cluster - "PT".length()));

    assertThat(MatroskaLanguages.languagesIn(file)).isEqualTo(Map.of(0, "pt-BR"));
  }

  @Test
  void languagesIn_elementThatIsLongerThanTheFile_areThoseReadUntilThen() throws IOException {
    String garbage = "ec" + "01fffffffffffffe";
    Path file = file(element("1654ae6b", track(2, "pt-BR")) + garbage);

    assertThat(MatroskaLanguages.languagesIn(file)).isEqualTo(Map.of(0, "pt-BR"));
  }
}
