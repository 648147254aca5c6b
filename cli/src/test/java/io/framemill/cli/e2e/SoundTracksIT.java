package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.TestClip;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tracks of sound, each in several qualities. */
class SoundTracksIT {
  private static final String PROFILE =
      """
      encodes: [{height: 36, maxRateKbps: 200}]
      audio:
        - {bitrateKbps: 96}
        - {codec: opus, bitrateKbps: 64}
      loudness: {targetLufs: -20}
      packaging: {segmentSeconds: 1, audioOnly: true}
      """;

  @TempDir Path directory;

  @Test
  void transcode_tracksWithLanguages_areOfferedByNameInEveryQuality() throws Exception {
    Path profile = Files.writeString(directory.resolve("tracks.yaml"), PROFILE);
    Path clip =
        TestClip.at(directory.resolve("clip.mkv"))
            .size(64, 36)
            .sound(2_000)
            .soundLanguages("eng", "ger", "und")
            .write();

    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "-p", profile.toString(), clip.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    Path master = directory.resolve("out/clip/master.m3u8");
    MasterPlaylist playlist = new MasterPlaylistParser().readPlaylist(master);
    for (String group : List.of("audio-96k", "audio-64k")) {
      assertThat(playlist.alternativeRenditions())
          .filteredOn(media -> media.groupId().equals(group))
          .extracting(
              media -> media.name(),
              media -> media.defaultRendition().orElseThrow(),
              media -> media.language().orElseThrow())
          .containsExactly(
              tuple("English", true, "en"),
              tuple("Deutsch", false, "de"),
              tuple("Audio", false, "und"));
    }
    assertThat(playlist.variants())
        .extracting(v -> String.join(",", v.codecs()).replaceAll("avc1\\.\\w+", "avc1"))
        .containsExactly("avc1,mp4a.40.2", "avc1,opus", "mp4a.40.2", "opus");
    assertThat(playlist.variants().get(2).audio()).contains("audio-96k");
    assertThat(Files.readString(directory.resolve("out/clip/job.json")))
        .containsSubsequence("\"account\"", "\"kind\" : \"video\"", "\"differences\" : [ ]")
        .containsSubsequence("\"kind\" : \"audio\"", "\"unit\" : \"MILLISECONDS\"");
    DecodedMedia decoded = DecodedMedia.of(master);
    assertThat(decoded.complaints()).isEmpty();
    assertThat(decoded.audio()).isNotEmpty();
  }
}
