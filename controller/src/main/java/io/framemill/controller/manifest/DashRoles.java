package io.framemill.controller.manifest;

import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an adaptation set is for, as ISO/IEC 23009-1 (5.8.5.5) calls it, and for whom, by the terms
 * of TV-Anytime that DVB and DASH-IF use.
 */
final class DashRoles {
  private static final String ROLE = "urn:mpeg:dash:role:2011";
  private static final String AUDIO_PURPOSE = "urn:tva:metadata:cs:AudioPurposeCS:2007";
  private static final int VISUALLY_IMPAIRED = 1;
  private static final int HEARING_IMPAIRED = 2;

  /** Roles of sound that take the place of {@code alternate}. */
  private static final Map<TrackRole, String> OTHER_CONTENT =
      Map.of(
          TrackRole.DUB, "dub",
          TrackRole.COMMENTARY, "commentary",
          TrackRole.KARAOKE, "karaoke");

  private static final Map<TrackRole, String> ACCESSIBLE_SOUND =
      Map.of(
          TrackRole.AUDIO_DESCRIPTION, "description",
          TrackRole.HEARING_IMPAIRED, "enhanced-audio-intelligibility");

  private DashRoles() {}

  /** Adds the elements that tell what a track of sound is for. */
  static void add(XmlElement set, AudioRendition rendition) {
    addAccessibility(set, rendition.roles());
    List<String> roles = named(rendition.roles(), OTHER_CONTENT);
    if (rendition.isDefault()) {
      roles.add(0, "main");
    } else if (roles.isEmpty()) {
      roles.add("alternate");
    }
    roles.addAll(named(rendition.roles(), ACCESSIBLE_SOUND));
    addRoles(set, roles);
  }

  /** Adds the elements that tell what a text is for. */
  static void add(XmlElement set, SubtitleRendition rendition) {
    addAccessibility(set, rendition.roles());
    List<String> roles = new ArrayList<>();
    if (rendition.isForced()) {
      roles.add("forced-subtitle");
    } else {
      roles.add(rendition.roles().contains(TrackRole.HEARING_IMPAIRED) ? "caption" : "subtitle");
    }
    if (rendition.isDefault()) {
      roles.add("main");
    }
    roles.addAll(named(rendition.roles(), OTHER_CONTENT));
    addRoles(set, roles);
  }

  private static List<String> named(List<TrackRole> roles, Map<TrackRole, String> names) {
    return new ArrayList<>(
        roles.stream().flatMap(role -> Optional.ofNullable(names.get(role)).stream()).toList());
  }

  private static void addAccessibility(XmlElement set, List<TrackRole> roles) {
    if (roles.contains(TrackRole.AUDIO_DESCRIPTION)) {
      addDescriptor(set, "Accessibility", AUDIO_PURPOSE, VISUALLY_IMPAIRED);
    }
    if (roles.contains(TrackRole.HEARING_IMPAIRED)) {
      addDescriptor(set, "Accessibility", AUDIO_PURPOSE, HEARING_IMPAIRED);
    }
  }

  private static void addRoles(XmlElement set, List<String> roles) {
    roles.forEach(role -> addDescriptor(set, "Role", ROLE, role));
  }

  private static void addDescriptor(XmlElement set, String element, String scheme, Object value) {
    set.child(element).with("schemeIdUri", scheme).with("value", value);
  }
}
