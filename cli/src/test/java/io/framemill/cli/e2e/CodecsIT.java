package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs in every output codec. */
class CodecsIT {
  private static final int FRAMES = 108;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"h264, ultrafast", "hevc, ultrafast", "av1, 12", "vp9, 8"})
  void transcode_codec_playsThroughItsPlaylistsAndItsFile(String codec, String preset)
      throws Exception {
    String rungs =
        """
        encodes:
          - {codec: %1$s, height: 90, maxRateKbps: 300, preset: %2$s}
          - {codec: %1$s, height: 64, maxRateKbps: 150, preset: %2$s}
        packaging:
          segmentSeconds: 1
          mp4: [90]
        """
            .formatted(codec, preset);

    Path output = transcode(clip(), Files.writeString(directory.resolve("p.yaml"), rungs));

    assertThatStream(AdaptiveStream.read(output))
        .hasLadder("160x90", "114x64")
        .hasSoundTracks(1)
        .hasSegments(1, 1, 1, 1, 0.5)
        .isWhole(FRAMES, 4.5, 24.0);
    for (String rendition : List.of("90p", "64p")) {
      DecodedMedia media = DecodedMedia.of(output.resolve("video/" + rendition + "/playlist.m3u8"));
      assertThat(media.video().get(0).codec()).isEqualTo(codec);
      assertThat(media.video().get(0).frameNumbers()).isEqualTo(allFrames());
    }
    DecodedMedia file = DecodedMedia.of(output.resolve("mp4/clip-90p.mp4"));
    assertThat(file.complaints()).isEmpty();
    DecodedStream picture = file.video().get(0);
    assertThat(picture.codec()).isEqualTo(codec);
    assertThat(picture.frameNumbers()).isEqualTo(allFrames());
    assertThat(picture.framePts().get(0)).isZero();
    assertThat(file.audio()).hasSize(1);
  }

  @Test
  void transcode_severalCodecs_isOneLadderOfThemAll() throws Exception {
    String rungs =
        """
        encodes:
          - {codec: h264, height: 90, maxRateKbps: 300}
          - {codec: av1, height: 90, maxRateKbps: 150, preset: 12}
          - {codec: h264, height: 64, maxRateKbps: 150}
        packaging:
          segmentSeconds: 1
        """;

    Path output = transcode(clip(), Files.writeString(directory.resolve("p.yaml"), rungs));

    assertThatStream(AdaptiveStream.read(output))
        .hasLadder("160x90", "160x90", "114x64")
        .isWhole(FRAMES, 4.5, 24.0);
    assertThat(output.resolve("video")).isDirectoryContaining(p -> p.endsWith("90p-av1"));
    List<DashManifest.Representation> promised =
        DashManifest.read(output.resolve("manifest.mpd")).representations();
    List<String> inSets = new ArrayList<>();
    for (DashManifest.Representation representation : promised) {
      inSets.add(representation.set().getId() + " " + representation.promised().getId());
    }
    assertThat(inSets).containsExactly("0 90p-h264", "0 64p-h264", "1 90p-av1", "2 und-128k");
    for (DashManifest.Representation representation : promised.subList(0, 3)) {
      DecodedMedia played =
          DecodedMedia.of(DashManifest.only(output.resolve("manifest.mpd"), representation));
      assertThat(played.complaints()).isEmpty();
      assertThat(played.video().get(0).frameNumbers()).isEqualTo(allFrames());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hls-h264", "hls-h264-quality", "hls-hevc", "hls-av1", "hls-vp9"})
  void transcode_builtInProfile_makesItsLadder(String profile) throws Exception {
    Path source =
        TestClip.at(directory.resolve("clip.mp4")).size(640, 360).frames(30).sound(1_250).write();

    Path output = transcode(source, Path.of(profile));

    assertThatStream(AdaptiveStream.read(output))
        .hasLadder("640x360")
        .hasSoundTracks(1)
        .isWhole(30, 1.25, 24.0);
  }

  private Path clip() {
    return TestClip.at(directory.resolve("clip.mp4"))
        .size(160, 90)
        .frames(FRAMES)
        .bFrames()
        .sound(4_500)
        .write();
  }

  private static List<Integer> allFrames() {
    return IntStream.range(0, FRAMES).boxed().toList();
  }

  private Path transcode(Path source, Path profile) {
    FramemillProcess program =
        FramemillProcess.run(
            directory, "transcode", "--slots", "2", "-p", profile.toString(), source.toString());
    assertThat(program.exitCode()).as("%s", program).isZero();
    return directory.resolve("out/clip");
  }
}
