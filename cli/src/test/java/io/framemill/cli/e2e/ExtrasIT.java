package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.worker.testmedia.ClipText;
import io.framemill.worker.testmedia.TestClip;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out beside picture and sound: subtitles, and pictures for the seek bar. */
class ExtrasIT {
  private static final int DEFAULT = 1;
  private static final int ONE = 0x10000;

  @TempDir Path directory;

  @Test
  void transcode_textAndThumbnails_liesBesideTheStreamAndIsNamedInIt() throws Exception {
    Path output = transcode(clip(), profile("thumbnails:\n  intervalSeconds: 5\n  columns: 2\n"));

    MasterPlaylist master = new MasterPlaylistParser().readPlaylist(output.resolve("master.m3u8"));
    assertThat(master.alternativeRenditions())
        .extracting(
            media -> media.type(),
            media -> media.name(),
            media -> media.defaultRendition().orElseThrow())
        .containsExactly(
            tuple(MediaType.SUBTITLES, "English", true),
            tuple(MediaType.SUBTITLES, "Deutsch", false));
    assertThat(master.variants())
        .hasSize(2)
        .allSatisfy(variant -> assertThat(variant.subtitles()).contains("subs"));
    for (AlternativeRendition media : master.alternativeRenditions()) {
      Path file = output.resolve(media.uri().orElseThrow());
      MediaPlaylist playlist = new MediaPlaylistParser().readPlaylist(file);
      assertThat(playlist.targetDuration()).isEqualTo(2);
      io.lindstrom.m3u8.model.MediaSegment sixth = playlist.mediaSegments().get(5);
      assertThat(sixth.uri()).isEqualTo("00006.vtt");
      assertThat(sixth.duration()).isEqualTo(2);
      assertThat(file.resolveSibling("00001.vtt")).content().startsWith("WEBVTT\nX-TIMESTAMP");
    }
    assertThat(output.resolve("subs/deu.vtt"))
        .hasContent("WEBVTT\n\n00:00:02.250 --> 00:00:03.500\nGrüße\n");
    assertThat(DashManifest.read(output.resolve("manifest.mpd")).texts())
        .containsExactly("subs/eng.vtt", "subs/deu.vtt");

    assertThat(output.resolve("thumbs/thumbnails.vtt"))
        .hasContent(
            """
            WEBVTT

            00:00:00.000 --> 00:00:05.000
            sprite-00001.jpg#xywh=0,0,90,160

            00:00:05.000 --> 00:00:10.000
            sprite-00001.jpg#xywh=90,0,90,160

            00:00:10.000 --> 00:00:12.000
            sprite-00001.jpg#xywh=0,160,90,160
            """);
    isOfSize(output.resolve("thumbs/sprite-00001.jpg"), 180, 320);
    isOfSize(output.resolve("thumbs/poster.jpg"), 180, 320);
    JsonNode report = new ObjectMapper().readTree(output.resolve("job.json").toFile());
    assertThat(report.path("thumbnailFiles"))
        .extracting(JsonNode::asText)
        .containsExactly("thumbs/thumbnails.vtt", "thumbs/poster.jpg", "thumbs/sprite-00001.jpg");
    assertThat(report.path("subtitleRenditions"))
        .extracting(rendition -> rendition.path("name").asText())
        .containsExactly("eng", "deu");
  }

  @Test
  void transcode_profileWithoutThem_makesNone() throws Exception {
    Path output = transcode(clip(), profile("subtitles: false\n"));

    assertThat(output.resolve("subs")).doesNotExist();
    assertThat(output.resolve("thumbs")).doesNotExist();
    assertThat(output.resolve("master.m3u8")).content().doesNotContain("SUBTITLES");
  }

  @Test
  void transcode_damagedText_isSaidAndTheRestComesOut() throws Exception {
    Path clip =
        TestClip.at(directory.resolve("clip.mkv"))
            .size(64, 36)
            .text(ClipText.srt().show(100, 500, "good").showLatin1(700, 500, "Grüße"))
            .write();

    FramemillProcess program = FramemillProcess.run(directory, "transcode", clip.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    assertThat(program.err()).contains("The source is damaged: 1 subtitle could not be decoded");
    assertThat(directory.resolve("out/clip/subs/und.vtt")).content().contains("good");
  }

  /** 12 s, turned by 90 degrees, with text in two languages. */
  private Path clip() {
    return TestClip.at(directory.resolve("clip.mp4"))
        .size(320, 180)
        .frames(12 * 24)
        .displayMatrix(0, ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30)
        .text(ClipText.movText().language("eng").disposition(DEFAULT).show(1_000, 500, "Hello"))
        .text(ClipText.movText().language("deu").show(2_250, 1_250, "Grüße"))
        .write();
  }

  private Path profile(String more) throws Exception {
    return Files.writeString(
        directory.resolve("mine.yaml"),
        "encodes:\n  - {height: 180, maxRateKbps: 900, preset: ultrafast}\n"
            + "  - {height: 90, maxRateKbps: 300, preset: ultrafast}\n"
            + "packaging: {segmentSeconds: 2}\n"
            + more);
  }

  private Path transcode(Path clip, Path profile) {
    FramemillProcess program =
        FramemillProcess.run(directory, "transcode", "-p", profile.toString(), clip.toString());
    assertThat(program.exitCode()).as("%s", program).isZero();
    return directory.resolve("out/clip");
  }

  private static void isOfSize(Path file, int width, int height) throws Exception {
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }
}
