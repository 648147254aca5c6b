package io.framemill.controller.manifest;

import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * Roles of an adaptation set (ISO/IEC 23009-1, 5.8.5.5) and accessibility by the TV-Anytime terms
 * that DVB and DASH-IF use.
 */
final class DashRoles {
  private static final String ROLE = "urn:mpeg:dash:role:2011";
  private static final String AUDIO_PURPOSE = "urn:tva:metadata:cs:AudioPurposeCS:2007";
  private static final int VISUALLY_IMPAIRED = 1;
  private static final int HEARING_IMPAIRED = 2;

  /** Audio roles that replace {@code alternate}. */
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

  /** Adds the role elements of an audio track. */
  static void add(IndentedXml set, AudioRendition rendition) throws XMLStreamException {
    List<String> roles = named(rendition.roles(), OTHER_CONTENT);
    if (rendition.isDefault()) {
      roles.add(0, "main");
    } else if (roles.isEmpty()) {
      roles.add("alternate");
    }
    roles.addAll(named(rendition.roles(), ACCESSIBLE_SOUND));
    add(set, rendition.roles(), roles);
  }

  /** Adds the role elements of a subtitle track. */
  static void add(IndentedXml set, SubtitleRendition rendition) throws XMLStreamException {
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
    add(set, rendition.roles(), roles);
  }

  private static List<String> named(List<TrackRole> roles, Map<TrackRole, String> names) {
    return new ArrayList<>(
        roles.stream().flatMap(role -> Optional.ofNullable(names.get(role)).stream()).toList());
  }

  private static void add(IndentedXml set, List<TrackRole> purposes, List<String> roles)
      throws XMLStreamException {
    if (purposes.contains(TrackRole.AUDIO_DESCRIPTION)) {
      addDescriptor(set, "Accessibility", AUDIO_PURPOSE, VISUALLY_IMPAIRED);
    }
    if (purposes.contains(TrackRole.HEARING_IMPAIRED)) {
      addDescriptor(set, "Accessibility", AUDIO_PURPOSE, HEARING_IMPAIRED);
    }
    for (String role : roles) {
      addDescriptor(set, "Role", ROLE, role);
    }
  }

  private static void addDescriptor(IndentedXml set, String element, String scheme, Object value)
      throws XMLStreamException {
    set.empty(element).with("schemeIdUri", scheme).with("value", value);
  }
}
