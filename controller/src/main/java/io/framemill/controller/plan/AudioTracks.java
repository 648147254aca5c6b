package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioCodec;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes renditions of a source's audio tracks. */
final class AudioTracks {
  /** The rates of AAC (ISO/IEC 14496-3, 1.6.3.4) that level 2 of AAC-LC allows. */
  private static final Set<Integer> AAC_RATES_HZ =
      Set.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

  private static final Set<TrackRole> FOR_SOME =
      Set.of(
          TrackRole.AUDIO_DESCRIPTION,
          TrackRole.HEARING_IMPAIRED,
          TrackRole.COMMENTARY,
          TrackRole.KARAOKE);

  private static final int MUSIC_RATE_HZ = 44_100;
  private static final int FILM_RATE_HZ = 48_000;

  private AudioTracks() {}

  /**
   * One rendition for each track and quality, the main track's first, which is the default; with
   * the stream that it is made of.
   */
  static Map<AudioRendition, AudioStream> fit(
      List<AudioEncode> encodes, List<AudioStream> streams) {
    Map<AudioRendition, AudioStream> renditions = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    List<AudioStream> ordered = mainFirst(streams);
    for (AudioStream stream : ordered) {
      for (AudioEncode encode : encodes) {
        String name = Ladder.unique(stream.language() + "-" + encode.bitrateKbps() + "k", names);
        renditions.put(rendition(name, stream, stream.equals(ordered.get(0)), encode), stream);
      }
    }
    return renditions;
  }

  /**
   * The renditions that one task makes: each alone, so that they are made side by side; but all of
   * a track together if they share a measurement of it.
   */
  static List<List<AudioRendition>> perTask(
      Map<AudioRendition, AudioStream> tracks, boolean measured) {
    Map<Object, List<AudioRendition>> groups = new LinkedHashMap<>();
    tracks.forEach(
        (rendition, stream) ->
            groups
                .computeIfAbsent(measured ? stream : rendition, key -> new ArrayList<>())
                .add(rendition));
    return List.copyOf(groups.values());
  }

  private static AudioRendition rendition(
      String name, AudioStream stream, boolean isDefault, AudioEncode encode) {
    return new AudioRendition(
        name,
        stream.language(),
        stream.title(),
        isDefault,
        stream.roles(),
        rateHz(encode.codec(), stream.sampleRateHz()),
        channels(encode.channels(), stream.channels()),
        encode);
  }

  /** AAC keeps the source's rate if it can, else its family; Opus knows but one. */
  private static int rateHz(AudioCodec codec, int sourceHz) {
    if (codec == AudioCodec.OPUS) {
      return FILM_RATE_HZ;
    }
    if (AAC_RATES_HZ.contains(sourceHz)) {
      return sourceHz;
    }
    return sourceHz % MUSIC_RATE_HZ == 0 ? MUSIC_RATE_HZ : FILM_RATE_HZ;
  }

  /** The largest usual layout within the ceiling that the source can fill: 5.0 counts as 5.1. */
  private static int channels(int ceiling, int source) {
    if (ceiling >= 8 && source >= 8) {
      return 8;
    }
    if (ceiling >= 6 && source >= 5) {
      return 6;
    }
    return Math.min(2, Math.min(ceiling, source));
  }

  /**
   * The order in which players should choose: tracks for everybody before those for some (audio
   * description, comments and the like), then as the container marks them, then those in the
   * programme's own language; at last in the file's order.
   */
  private static List<AudioStream> mainFirst(List<AudioStream> streams) {
    return streams.stream()
        .sorted(
            Comparator.comparing((AudioStream stream) -> !isForEverybody(stream))
                .thenComparing(stream -> !stream.isDefault())
                .thenComparing(stream -> !stream.roles().contains(TrackRole.ORIGINAL))
                .thenComparing(stream -> stream.roles().contains(TrackRole.DUB)))
        .toList();
  }

  private static boolean isForEverybody(AudioStream stream) {
    return stream.roles().stream().noneMatch(FOR_SOME::contains);
  }
}
