package io.framemill.controller.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesTest {
  private static final AudioEncode STEREO = new AudioEncode(AudioCodec.AAC, 128, 2);

  @TempDir Path dir;

  @Test
  void load_defaultProfile_isTheVeryfastLadder() {
    Profile profile = Profiles.load(Profiles.DEFAULT);

    assertThat(profile)
        .isEqualTo(
            new Profile(
                "hls-h264",
                "HLS in H.264 and AAC, 360p to 1080p, quick to encode",
                ladder("veryfast"),
                List.of(STEREO),
                null,
                new Profile.Packaging(4_000, true, List.of(), false),
                null,
                true,
                null,
                false,
                Profile.Selection.BEST,
                Profile.End.LONGEST,
                Profile.DEFAULT_MAX_DAMAGE_PERCENT));
  }

  @Test
  void load_qualityProfile_isTheSameLadderAtMedium() {
    Profile profile = Profiles.load("hls-h264-quality");

    assertThat(profile.encodes()).isEqualTo(ladder("medium"));
    assertThat(profile.audio()).containsExactly(STEREO);
    assertThat(profile.packaging().segmentMillis()).isEqualTo(4_000);
  }

  @Test
  void load_everyBuiltInName_isThereAndDescribed() {
    assertThat(Profiles.builtInNames())
        .startsWith(Profiles.DEFAULT)
        .allSatisfy(
            name -> {
              assertThat(Profiles.load(name).name()).isEqualTo(name);
              assertThat(Profiles.load(name).description()).isNotBlank();
            });
  }

  /** A player that steps down must win something, and one that steps up must not starve. */
  @Test
  void load_everyBuiltInLadder_fallsInRateWithItsHeight() {
    for (String name : Profiles.builtInNames()) {
      List<VideoEncode> ladder = Profiles.load(name).encodes();
      for (int i = 1; i < ladder.size(); i++) {
        VideoEncode upper = ladder.get(i - 1);
        VideoEncode lower = ladder.get(i);
        assertThat(lower.height()).as(name).isLessThan(upper.height());
        assertThat((double) upper.maxRateKbps() / lower.maxRateKbps())
            .as("step from %s to %s of %s", lower.height(), upper.height(), name)
            .isBetween(1.4, 2.2);
      }
    }
  }

  @Test
  void load_newerCodecs_needFewerBitsThanH264() {
    for (String name : List.of("hls-hevc", "hls-av1", "hls-vp9")) {
      for (VideoEncode encode : Profiles.load(name).encodes()) {
        VideoEncode h264 =
            Profiles.load(Profiles.DEFAULT).encodes().stream()
                .filter(other -> other.height() == encode.height())
                .findFirst()
                .orElseThrow();
        assertThat(encode.maxRateKbps()).as(name).isLessThan(h264.maxRateKbps() * 8 / 10);
      }
    }
  }

  @Test
  void load_unknownName_namesTheBuiltInOnes() {
    assertThatThrownBy(() -> Profiles.load("hls-h265"))
        .isInstanceOf(ProfileException.class)
        .hasMessage(
            "No profile named \"hls-h265\". Built in: hls-h264, hls-h264-quality, hls-hevc, hls-av1, hls-vp9;"
                + " a file of your own ends in .yaml");
  }

  @Test
  void load_file_isNamedAfterIt() throws IOException {
    Path file = dir.resolve("my ladder (2).yaml");
    Files.writeString(file, "encodes:\n- {height: 240, maxRateKbps: 300}\n");

    assertThat(Profiles.load(file.toString()).name()).isEqualTo("my-ladder-2-");
  }

  @Test
  void load_missingFile_saysSoInOneLine() {
    assertThatThrownBy(() -> Profiles.load("no-such.yaml"))
        .isInstanceOf(ProfileException.class)
        .hasMessage("No such profile file: no-such.yaml");
  }

  @Test
  void load_directory_cannotBeRead() {
    assertThatThrownBy(() -> Profiles.load(dir + "/"))
        .isInstanceOf(ProfileException.class)
        .hasMessageStartingWith("Profile cannot be read: " + dir)
        .hasMessageNotContaining("\n");
  }

  @Test
  void load_binaryFile_isRefused() throws IOException {
    Path file = dir.resolve("clip.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    assertThatThrownBy(() -> Profiles.load(file.toString()))
        .isInstanceOf(ProfileException.class)
        .hasMessage("Not a profile: " + file + " is not UTF-8 text");
  }

  private static List<VideoEncode> ladder(String preset) {
    return List.of(
        rung(1080, 5000, preset),
        rung(720, 2800, preset),
        rung(480, 1400, preset),
        rung(360, 800, preset));
  }

  private static VideoEncode rung(int height, int kbps, String preset) {
    return new VideoEncode(VideoCodec.H264, height, 21, kbps, kbps, preset, "high");
  }
}
