package io.framemill.controller.plan;

import io.framemill.protocol.AudioRendition;
import io.framemill.protocol.MediaInfo.AudioStream;
import io.framemill.protocol.Profile.AudioEncode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes renditions of a source's audio tracks. */
final class AudioTracks {
  /** Rates that are kept; all others become 48 kHz, the rate of film and broadcast. */
  private static final Set<Integer> KEPT_RATES_HZ = Set.of(44_100, 48_000);

  private static final int OTHER_RATE_HZ = 48_000;

  private AudioTracks() {}

  /**
   * One rendition for each track and quality, the default track's first, with the stream that it is
   * made of.
   */
  static Map<AudioRendition, AudioStream> fit(
      List<AudioEncode> encodes, List<AudioStream> streams) {
    Map<AudioRendition, AudioStream> renditions = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    List<AudioStream> ordered = defaultFirst(streams);
    for (AudioStream stream : ordered) {
      for (AudioEncode encode : encodes) {
        String name = Ladder.unique(stream.language() + "-" + encode.bitrateKbps() + "k", names);
        renditions.put(rendition(name, stream, stream.equals(ordered.get(0)), encode), stream);
      }
    }
    return renditions;
  }

  private static AudioRendition rendition(
      String name, AudioStream stream, boolean isDefault, AudioEncode encode) {
    int rateHz =
        KEPT_RATES_HZ.contains(stream.sampleRateHz()) ? stream.sampleRateHz() : OTHER_RATE_HZ;
    return new AudioRendition(name, stream.language(), stream.title(), isDefault, rateHz, encode);
  }

  private static List<AudioStream> defaultFirst(List<AudioStream> streams) {
    List<AudioStream> ordered = new ArrayList<>(streams);
    streams.stream()
        .filter(AudioStream::isDefault)
        .findFirst()
        .ifPresent(
            chosen -> {
              ordered.remove(chosen);
              ordered.add(0, chosen);
            });
    return ordered;
  }
}
