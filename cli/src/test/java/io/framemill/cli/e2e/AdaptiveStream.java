package io.framemill.cli.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A finished output tree.
 *
 * @param master where its master playlist lies
 * @param video the ladder, in the master playlist's order
 * @param audio the sound, likewise
 */
record AdaptiveStream(Path master, List<Video> video, List<Audio> audio) {
  /** A variant: what the master playlist promises, and what there is. */
  record Video(HlsAttributes promised, Rendition rendition) {}

  /** A sound track: what the master playlist promises, and what there is. */
  record Audio(HlsAttributes promised, Rendition rendition) {}

  /**
   * Reads all of it.
   *
   * @param directory holds {@code master.m3u8}
   */
  static AdaptiveStream read(Path directory) throws IOException {
    Path file = directory.resolve("master.m3u8");
    HlsMaster master = HlsMaster.read(file);
    List<Video> video = new ArrayList<>();
    for (HlsMaster.Variant variant : master.variants()) {
      video.add(new Video(variant.attributes(), Rendition.read(directory.resolve(variant.uri()))));
    }
    List<Audio> audio = new ArrayList<>();
    for (HlsAttributes media : master.media("AUDIO")) {
      audio.add(new Audio(media, Rendition.read(directory.resolve(media.get("URI")))));
    }
    return new AdaptiveStream(file, List.copyOf(video), List.copyOf(audio));
  }

  /** The sound that a variant is played with; empty if it has none. */
  List<Rendition> soundOf(Video variant) {
    return audio.stream()
        .filter(
            track ->
                variant.promised().has("AUDIO")
                    && track.promised().get("GROUP-ID").equals(variant.promised().get("AUDIO")))
        .map(Audio::rendition)
        .toList();
  }
}
