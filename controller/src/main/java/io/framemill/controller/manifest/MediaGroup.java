package io.framemill.controller.manifest;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The {@code EXT-X-MEDIA} tags of a group of alternative renditions (RFC 8216, 4.3.4.1). */
final class MediaGroup {
  private static final Map<TrackRole, String> AUDIO_CHARACTERISTICS =
      Map.of(
          TrackRole.AUDIO_DESCRIPTION, "public.accessibility.describes-video",
          TrackRole.HEARING_IMPAIRED, "public.accessibility.enhances-speech-intelligibility");

  private static final Map<TrackRole, String> TEXT_CHARACTERISTICS =
      Map.of(
          TrackRole.HEARING_IMPAIRED,
          "public.accessibility.transcribes-spoken-dialog,"
              + "public.accessibility.describes-music-and-sound");

  private MediaGroup() {}

  /**
   * A rendition of the group.
   *
   * @param name what players show
   * @param language as in RFC 5646
   * @param characteristics its purpose in Apple's terms; empty for an ordinary one
   * @param isExtra whether it is presented only on demand
   * @param attributes attributes of its type only, in the form of the tag
   */
  private record Member(
      String name,
      String language,
      String characteristics,
      boolean isDefault,
      boolean isForced,
      boolean isExtra,
      String attributes) {}

  /** The tags of one quality of sound. */
  static String ofAudio(String id, List<Audio> audios) {
    return tags("AUDIO", id, audios.stream().map(audio -> member(audio.rendition())).toList());
  }

  /** The tags of all subtitles. */
  static String ofSubtitles(String id, List<SubtitleTrack> texts) {
    return tags("SUBTITLES", id, texts.stream().map(text -> member(text.rendition())).toList());
  }

  private static Member member(AudioRendition rendition) {
    return new Member(
        TrackNames.of(rendition),
        Language.tag(rendition.language()),
        characteristics(rendition.roles(), AUDIO_CHARACTERISTICS),
        rendition.isDefault(),
        false,
        isExtra(rendition.roles()),
        "CHANNELS=\"%s\",URI=\"%s\""
            .formatted(
                rendition.channels(),
                OutputLayout.mediaPlaylist(OutputLayout.audio(rendition.name()))));
  }

  private static Member member(SubtitleRendition rendition) {
    return new Member(
        TrackNames.of(rendition),
        Language.tag(rendition.language()),
        characteristics(rendition.roles(), TEXT_CHARACTERISTICS),
        rendition.isDefault(),
        rendition.isForced(),
        isExtra(rendition.roles()),
        "FORCED=%s,URI=\"%s\""
            .formatted(
                yesOrNo(rendition.isForced()),
                OutputLayout.mediaPlaylist(OutputLayout.subtitles(rendition.name()))));
  }

  private static String characteristics(List<TrackRole> roles, Map<TrackRole, String> names) {
    return roles.stream()
        .flatMap(role -> Optional.ofNullable(names.get(role)).stream())
        .collect(Collectors.joining(","));
  }

  private static boolean isExtra(List<TrackRole> roles) {
    return roles.contains(TrackRole.COMMENTARY) || roles.contains(TrackRole.KARAOKE);
  }

  /**
   * Writes the tags, general tracks before specific ones, as Apple's HLS authoring specification
   * (9.17) requires, because players take the first suitable one.
   */
  private static String tags(String type, String id, List<Member> members) {
    Set<String> names = new HashSet<>();
    Set<String> preferences = new HashSet<>();
    members.stream().filter(Member::isDefault).forEach(m -> preferences.add(preference(m)));
    return members.stream()
        .sorted(Comparator.comparing(member -> !member.characteristics.isEmpty()))
        .map(
            member ->
                tag(
                    type,
                    id,
                    TrackNames.unique(member.name, names),
                    member,
                    member.isDefault || isAutoselected(member, preferences)))
        .collect(Collectors.joining());
  }

  /**
   * The {@code AUTOSELECT} attribute: players may choose a member by the user's preferences, the
   * first one of several with equal preferences (RFC 8216, 4.3.4.1.1).
   *
   * @param preferences preferences of earlier members, to which this member's are added
   */
  private static boolean isAutoselected(Member member, Set<String> preferences) {
    boolean isAccessible = !member.characteristics.isEmpty();
    return !member.isExtra && (preferences.add(preference(member)) || isAccessible);
  }

  private static String preference(Member member) {
    return member.language + " " + member.isForced + " " + member.characteristics;
  }

  private static String tag(
      String type, String id, String name, Member member, boolean isAutoselected) {
    return String.format(
        Locale.ROOT,
        "#EXT-X-MEDIA:TYPE=%s,GROUP-ID=\"%s\",NAME=\"%s\",LANGUAGE=\"%s\",DEFAULT=%s,AUTOSELECT=%s%s,%s\n",
        type,
        id,
        name,
        member.language,
        yesOrNo(member.isDefault),
        yesOrNo(isAutoselected),
        member.characteristics.isEmpty()
            ? ""
            : ",CHARACTERISTICS=\"" + member.characteristics + "\"",
        member.attributes);
  }

  private static String yesOrNo(boolean value) {
    return value ? "YES" : "NO";
  }
}
