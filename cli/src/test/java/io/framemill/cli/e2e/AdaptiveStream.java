package io.framemill.cli.e2e;

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

/**
 * A finished output tree.
 *
 * @param master where its master playlist lies
 * @param video the ladder, in the master playlist's order
 * @param audio the sound, likewise
 */
record AdaptiveStream(Path master, List<Video> video, List<Audio> audio) {
  /** A variant: what the master playlist promises, and what there is. */
  record Video(Variant promised, Rendition rendition) {
    /** The promised size, such as {@code 1280x720}. */
    String size() {
      return promised.resolution().map(size -> size.width() + "x" + size.height()).orElseThrow();
    }
  }

  /** A sound track: what the master playlist promises, and what there is. */
  record Audio(AlternativeRendition promised, Rendition rendition) {}

  /**
   * Reads all of it.
   *
   * @param directory holds {@code master.m3u8}
   */
  static AdaptiveStream read(Path directory) throws IOException {
    Path file = directory.resolve("master.m3u8");
    MasterPlaylist master = new MasterPlaylistParser().readPlaylist(file);
    List<Video> video = new ArrayList<>();
    for (Variant variant : master.variants()) {
      video.add(new Video(variant, Rendition.read(directory.resolve(variant.uri()))));
    }
    List<Audio> audio = new ArrayList<>();
    for (AlternativeRendition media : ofType(master, MediaType.AUDIO)) {
      audio.add(new Audio(media, Rendition.read(directory.resolve(media.uri().orElseThrow()))));
    }
    return new AdaptiveStream(file, List.copyOf(video), List.copyOf(audio));
  }

  /** The {@code EXT-X-MEDIA} of one type. */
  static List<AlternativeRendition> ofType(MasterPlaylist master, MediaType type) {
    return master.alternativeRenditions().stream().filter(media -> media.type() == type).toList();
  }

  /** The sound that a variant is played with; empty if it has none. */
  List<Rendition> soundOf(Video variant) {
    return audio.stream()
        .filter(track -> Optional.of(track.promised().groupId()).equals(variant.promised().audio()))
        .map(Audio::rendition)
        .toList();
  }
}
