package io.framemill.worker.testmedia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool that checks the others' work is checked, too. */
class DecodedMediaIT {
  @TempDir private Path directory;

  @Test
  void of_playlist_readsAllSegments() throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).frames(72).bFrames().write();
    new TaskRun(source, directory.resolve("out"))
        .encodeVideo(1, TaskRun.rendition("180p", 320, 180));
    Path playlist = directory.resolve("out/video/180p/playlist.m3u8");
    Files.writeString(
        playlist,
        """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:1
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-MAP:URI="init.mp4"
        #EXTINF:1.0,
        00001.m4s
        #EXTINF:1.0,
        00002.m4s
        #EXTINF:1.0,
        00003.m4s
        #EXT-X-ENDLIST
        """);

    DecodedMedia media = DecodedMedia.of(playlist);

    assertThat(media.complaints()).isEmpty();
    assertThat(media.video().get(0).codec()).isEqualTo("h264");
    assertThat(media.video().get(0).frameNumbers())
        .containsExactlyElementsOf(IntStream.range(0, 72).boxed().toList());
  }

  @Test
  void of_damagedFile_complains() throws IOException {
    Path clip = TestClip.at(directory.resolve("a.ts")).frames(48).write();
    byte[] bytes = Files.readAllBytes(clip);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 2000; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(clip, bytes);

    assertThat(DecodedMedia.of(clip).complaints()).isNotEmpty();
  }
}
