package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedSound;
import io.framemill.worker.testmedia.DecodedStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of a source: all renditions, decoded, and what the program said. */
final class WildOutput {
  /** A rendition of pictures. */
  record Picture(HlsAttributes promised, Rendition rendition, DecodedStream decoded) {}

  /** A track of sound; its first sample is at the programme's origin. */
  record Sound(HlsAttributes promised, Rendition rendition, DecodedSound decoded) {
    boolean isDefault() {
      return !promised.has("DEFAULT") || promised.get("DEFAULT").equals("YES");
    }
  }

  private final Path directory;
  private final List<String> story;
  private final List<Picture> pictures = new ArrayList<>();
  private final List<Sound> sounds = new ArrayList<>();
  private boolean isRead;

  /**
   * @param directory where it is, if it came out
   * @param story what the program printed
   */
  WildOutput(Path directory, List<String> story) {
    this.directory = directory;
    this.story = story;
  }

  Path directory() {
    return directory;
  }

  List<String> story() {
    return story;
  }

  /** All renditions of pictures; none of a stream of sound. */
  List<Picture> pictures() throws IOException {
    read();
    return pictures;
  }

  /** All renditions of all tracks of sound. */
  List<Sound> sounds() throws IOException {
    read();
    return sounds;
  }

  /** The track of sound that is played if nobody chooses. */
  Sound mainSound() throws IOException {
    List<Sound> main = sounds().stream().filter(Sound::isDefault).toList();
    assertThat(main).as("default sound").hasSize(1);
    return main.get(0);
  }

  private void read() throws IOException {
    if (isRead) {
      return;
    }
    isRead = true;
    assertThat(directory).as("%s", story).isDirectory();
    HlsMaster master = HlsMaster.read(directory.resolve("master.m3u8"));
    for (HlsMaster.Variant variant : master.variants()) {
      if (variant.attributes().has("RESOLUTION")) {
        addPicture(variant);
      } else {
        addSound(variant.attributes(), variant.uri());
      }
    }
    for (HlsAttributes media : master.media("AUDIO")) {
      addSound(media, media.get("URI"));
    }
  }

  private void addPicture(HlsMaster.Variant variant) throws IOException {
    Path playlist = directory.resolve(variant.uri());
    DecodedMedia decoded = DecodedMedia.of(playlist);
    assertThat(decoded.complaints()).as("libav about %s", playlist).isEmpty();
    pictures.add(
        new Picture(variant.attributes(), Rendition.read(playlist), decoded.video().get(0)));
  }

  private void addSound(HlsAttributes promised, String uri) throws IOException {
    Path playlist = directory.resolve(uri);
    DecodedSound decoded = DecodedSound.ofSegments(playlist.resolveSibling(".").normalize());
    sounds.add(new Sound(promised, Rendition.read(playlist), decoded));
  }
}
