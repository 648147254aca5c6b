package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Selects the audio renditions for a source's audio tracks. */
final class AudioTracks {
  private static final Set<TrackRole> FOR_SOME =
      Set.of(
          TrackRole.AUDIO_DESCRIPTION,
          TrackRole.HEARING_IMPAIRED,
          TrackRole.COMMENTARY,
          TrackRole.KARAOKE);

  private AudioTracks() {}

  /**
   * One rendition for each track and quality, with its stream; the main track's come first and are
   * the default.
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
   * Groups renditions by task: one task for each, so that they run in parallel; but one task for
   * all of a track that share a loudness measurement.
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
        encode.codec().rateHz(stream.sampleRateHz()),
        channels(encode.channels(), stream.channels()),
        encode);
  }

  /**
   * The largest common channel layout within the ceiling that the source can fill: 5.0 counts as
   * 5.1.
   */
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
   * Sorts tracks by preference: general tracks before special ones (audio description, commentary),
   * then the container's default flag, then the programme's original language, then the order in
   * the file.
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
