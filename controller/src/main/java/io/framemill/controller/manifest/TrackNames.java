package io.framemill.controller.manifest;

import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.text.PrintableText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names of tracks in the menus of players. */
final class TrackNames {
  private static final Map<TrackRole, String> AUDIO_ROLES =
      Map.of(
          TrackRole.AUDIO_DESCRIPTION, "audio description",
          TrackRole.COMMENTARY, "commentary",
          TrackRole.HEARING_IMPAIRED, "hearing impaired",
          TrackRole.KARAOKE, "karaoke");

  /** SDH: subtitles for the deaf and hard of hearing. */
  private static final Map<TrackRole, String> TEXT_ROLES =
      Map.of(
          TrackRole.COMMENTARY, "commentary",
          TrackRole.HEARING_IMPAIRED, "SDH",
          TrackRole.KARAOKE, "karaoke");

  private TrackNames() {}

  /** The title, else the language's own name with the purpose of the track. */
  static String of(AudioRendition rendition) {
    return name(
        rendition.title(),
        Language.name(rendition.language(), "Audio"),
        words(rendition.roles(), AUDIO_ROLES));
  }

  /** The title, else the language's own name with the purpose of the track. */
  static String of(SubtitleRendition rendition) {
    Stream<String> forced = rendition.isForced() ? Stream.of("forced") : Stream.empty();
    return name(
        rendition.title(),
        Language.name(rendition.language(), "Subtitles"),
        Stream.concat(forced, words(rendition.roles(), TEXT_ROLES)));
  }

  /**
   * The name, with a number appended if the group already has it: names must be unique in a group
   * (RFC 8216, 4.3.4.1.1).
   *
   * @param taken the names of the group, to which the result is added
   */
  static String unique(String name, Set<String> taken) {
    String unique = name;
    for (int i = 2; !taken.add(unique); i++) {
      unique = name + " " + i;
    }
    return unique;
  }

  private static Stream<String> words(List<TrackRole> roles, Map<TrackRole, String> words) {
    return roles.stream().flatMap(role -> Optional.ofNullable(words.get(role)).stream());
  }

  private static String name(@Nullable String title, String language, Stream<String> words) {
    String shown = title == null ? "" : PrintableText.replace(title, ' ').replace('"', ' ').strip();
    return shown.isEmpty()
        ? String.join(", ", Stream.concat(Stream.of(language), words).toList())
        : shown;
  }
}
