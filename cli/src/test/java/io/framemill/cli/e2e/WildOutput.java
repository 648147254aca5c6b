package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedSound;
import io.framemill.worker.testmedia.DecodedStream;
import io.lindstrom.m3u8.model.AlternativeRendition;
import io.lindstrom.m3u8.model.MasterPlaylist;
import io.lindstrom.m3u8.model.MediaType;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of a source: all renditions, decoded, and what the program said. */
final class WildOutput {
  /** A rendition of pictures. */
  record Picture(Variant promised, Rendition rendition, DecodedStream decoded) {}

  /**
   * A track of sound; its first sample is at the programme's origin.
   *
   * @param promised empty for the only track of a stream without picture
   */
  record Sound(Optional<AlternativeRendition> promised, Rendition rendition, DecodedSound decoded) {
    boolean isDefault() {
      return promised.isEmpty() || promised.get().defaultRendition().orElse(false);
    }

    /** What the master playlist says of its language. */
    Optional<String> language() {
      return promised.flatMap(AlternativeRendition::language);
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
    MasterPlaylist master =
        new MasterPlaylistParser().readPlaylist(directory.resolve("master.m3u8"));
    for (Variant variant : master.variants()) {
      if (variant.resolution().isPresent()) {
        addPicture(variant);
      } else {
        addSound(Optional.empty(), variant.uri());
      }
    }
    for (AlternativeRendition media : AdaptiveStream.ofType(master, MediaType.AUDIO)) {
      addSound(Optional.of(media), media.uri().orElseThrow());
    }
  }

  private void addPicture(Variant variant) throws IOException {
    Path playlist = directory.resolve(variant.uri());
    DecodedMedia decoded = DecodedMedia.of(playlist);
    assertThat(decoded.complaints()).as("libav about %s", playlist).isEmpty();
    pictures.add(new Picture(variant, Rendition.read(playlist), decoded.video().get(0)));
  }

  private void addSound(Optional<AlternativeRendition> promised, String uri) throws IOException {
    Path playlist = directory.resolve(uri);
    DecodedSound decoded = DecodedSound.ofSegments(playlist.resolveSibling(".").normalize());
    sounds.add(new Sound(promised, Rendition.read(playlist), decoded));
  }
}
