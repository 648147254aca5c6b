package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.VideoRendition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mp4FilesTest {
  private static final VideoRendition LARGE =
      new VideoRendition("480p", 854, 480, Media.encode(480));
  private static final VideoRendition SMALL =
      new VideoRendition("360p", 640, 360, Media.encode(360));

  @Test
  void pictures_rungsOfTheLadder_areTheirRenditions() {
    assertThat(Mp4Files.pictures(List.of(360, 480), List.of(LARGE, SMALL)))
        .containsExactly(SMALL, LARGE);
    assertThat(Mp4Files.pictures(List.of(), List.of(LARGE, SMALL))).isEmpty();
  }

  @Test
  void pictures_droppedRungs_becomeTheLargestOnce() {
    assertThat(Mp4Files.pictures(List.of(1080, 720, 360), List.of(LARGE, SMALL)))
        .containsExactly(LARGE, SMALL);
  }

  @Test
  void sound_severalTracksAndQualities_isTheBestOfTheDefaultTrack() {
    AudioRendition best = sound("eng-128k", true, 128);
    assertThat(
            Mp4Files.sound(
                List.of(sound("eng-64k", true, 64), best, sound("deu-256k", false, 256))))
        .contains(best);
    assertThat(Mp4Files.sound(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "film, film-360p.mp4",
    "bbb-7f3a/bbb, bbb-360p.mp4",
    "with spaces & [brackets], with spaces & [brackets]-360p.mp4",
    "..hidden, _hidden-360p.mp4",
    "a\\b, a_b-360p.mp4"
  })
  void name_anyDirectory_isAPlainFileNamedAfterIt(String output, String file) {
    assertThat(Mp4Files.name(output, SMALL)).isEqualTo(file);
  }

  @Test
  void name_veryLongDirectory_stillFitsIntoAFileName() {
    String name = Mp4Files.name("\u00e9".repeat(125), SMALL);
    assertThat(name).startsWith("\u00e9\u00e9").endsWith("-360p.mp4");
    assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200);
  }

  private static AudioRendition sound(String name, boolean isDefault, int bitrateKbps) {
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, bitrateKbps, 2);
    return new AudioRendition(
        name, name.substring(0, 3), null, isDefault, List.of(), 48_000, 2, encode);
  }
}
