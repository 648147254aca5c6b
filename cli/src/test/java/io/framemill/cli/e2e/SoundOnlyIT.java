package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.TestClip;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources without a moving picture. */
class SoundOnlyIT {
  private static final int RATE_HZ = 48_000;
  private static final int BLOCK = 1024;

  @TempDir Path directory;

  @Test
  void transcode_soundOnly_writesAStreamOfSound() throws Exception {
    Path song = TestClip.at(directory.resolve("song.mp4")).noPicture().sound(9_000).write();

    FramemillProcess program = FramemillProcess.run(directory, "transcode", song.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    Path master = directory.resolve("out/song/master.m3u8");
    MasterPlaylist playlist = new MasterPlaylistParser().readPlaylist(master);
    assertThat(playlist.alternativeRenditions()).isEmpty();
    assertThat(playlist.variants()).hasSize(1);
    Variant variant = playlist.variants().get(0);
    assertThat(variant.codecs()).containsExactly("mp4a.40.2");
    assertThat(variant.resolution()).isEmpty();
    Rendition rendition = Rendition.read(master.resolveSibling(variant.uri()));
    assertThat(rendition.playlist().ongoing()).isFalse();
    assertThat(rendition.segments()).hasSize(3);
    assertThat(rendition.seconds()).isCloseTo(9.0, within(BLOCK / (double) RATE_HZ));
    DecodedMedia decoded = DecodedMedia.of(master);
    assertThat(decoded.complaints()).isEmpty();
    assertThat(decoded.video()).isEmpty();
    assertThat(decoded.audio().get(0).samples().size()).isBetween(9 * RATE_HZ, 9 * RATE_HZ + BLOCK);
  }

  @Test
  void transcode_pictureStreamWithoutAPicture_writesTheSound() throws Exception {
    Path clip =
        TestClip.at(directory.resolve("clip.mkv")).size(64, 36).frames(0).sound(2_000).write();

    FramemillProcess program = FramemillProcess.run(directory, "transcode", clip.toString());

    assertThat(program.exitCode()).as("%s", program).isZero();
    Path master = directory.resolve("out/clip/master.m3u8");
    assertThat(new MasterPlaylistParser().readPlaylist(master).variants())
        .singleElement()
        .satisfies(variant -> assertThat(variant.uri()).startsWith("audio/"));
  }
}
