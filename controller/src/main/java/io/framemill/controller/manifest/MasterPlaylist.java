package io.framemill.controller.manifest;

import io.framemill.protocol.AudioRendition;
import io.framemill.protocol.Profile.AudioEncode;
import io.framemill.protocol.SubtitleRendition;
import io.framemill.protocol.VideoRendition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The playlist that names all renditions of a job (RFC 8216, 4.3.4). */
public final class MasterPlaylist {
  private static final String TEXT_GROUP = "subs";

  private MasterPlaylist() {}

  /** A video rendition and what was encoded of it. */
  public record Video(VideoRendition rendition, Track track) {}

  /** An audio rendition and what was encoded of it. */
  public record Audio(AudioRendition rendition, Track track) {}

  /**
   * Writes a playlist: each video rendition once for every quality of sound, or once without sound.
   * Without picture each quality of sound is a stream of its own: its default track, with the other
   * tracks as its choices; so it is with picture, too, if that is wanted.
   *
   * @param presentation its subtitles go with every stream
   * @param audioOnly whether sound with a picture is offered without it, too
   */
  public static String write(Presentation presentation, boolean audioOnly) {
    List<Video> videos = presentation.videos();
    List<Audio> audios = presentation.audios();
    List<Text> texts = presentation.texts();
    int target = presentation.targetDurationSeconds();
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    Map<String, List<Audio>> groups =
        audios.stream()
            .collect(
                Collectors.groupingBy(
                    audio -> group(audio, audios), TreeMap::new, Collectors.toList()));
    groups.forEach(
        (group, members) -> {
          Set<String> labels = new HashSet<>();
          if (!videos.isEmpty() || members.size() > 1) {
            members.forEach(
                audio ->
                    text.append(
                        media(
                            audio,
                            group,
                            label(
                                audio.rendition().title(),
                                audio.rendition().language(),
                                "Audio",
                                labels))));
          }
        });
    Set<String> labels = new HashSet<>();
    texts.forEach(track -> text.append(media(track, labels)));
    for (Video video : videos) {
      if (groups.isEmpty()) {
        text.append(stream(video, "", List.of(), texts, target));
      }
      groups.forEach((group, sound) -> text.append(stream(video, group, sound, texts, target)));
    }
    // Last, for players begin with the first one.
    if (videos.isEmpty() || audioOnly) {
      groups.forEach(
          (group, members) ->
              text.append(
                  soundStream(
                      group, members, texts, !videos.isEmpty() || members.size() > 1, target)));
    }
    return text.toString();
  }

  /**
   * One group for each quality, so that it has one default and one codec; called after the bit
   * rate, and after codec and channels where another quality has the same bit rate.
   */
  private static String group(Audio audio, List<Audio> all) {
    AudioEncode encode = audio.rendition().encode();
    boolean isAlone =
        all.stream()
            .map(other -> other.rendition().encode())
            .allMatch(other -> other.bitrateKbps() != encode.bitrateKbps() || other.equals(encode));
    String name = "audio-" + encode.bitrateKbps() + "k";
    return isAlone
        ? name
        : name
            + String.format(
                Locale.ROOT,
                "-%s-%dch",
                encode.codec().name().toLowerCase(Locale.ROOT),
                encode.channels());
  }

  private static String language(String code) {
    return code.equals(Language.UNKNOWN) ? "" : ",LANGUAGE=\"" + Language.tag(code) + "\"";
  }

  private static String media(Audio audio, String group, String label) {
    AudioRendition rendition = audio.rendition();
    return String.format(
        Locale.ROOT,
        "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=%s,AUTOSELECT=YES,CHANNELS=\"%d\",URI=\"audio/%s/playlist.m3u8\"\n",
        group,
        label,
        language(rendition.language()),
        rendition.isDefault() ? "YES" : "NO",
        rendition.channels(),
        rendition.name());
  }

  private static String media(Text text, Set<String> labels) {
    SubtitleRendition rendition = text.rendition();
    return String.format(
        Locale.ROOT,
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"%s\",NAME=\"%s\"%s,DEFAULT=%s,AUTOSELECT=YES,FORCED=%s,URI=\"subs/%s/playlist.m3u8\"\n",
        TEXT_GROUP,
        label(rendition.title(), rendition.language(), "Subtitles", labels),
        language(rendition.language()),
        rendition.isDefault() ? "YES" : "NO",
        rendition.isForced() ? "YES" : "NO",
        rendition.name());
  }

  private static String textGroup(List<Text> texts) {
    return texts.isEmpty() ? "" : ",SUBTITLES=\"" + TEXT_GROUP + "\"";
  }

  /**
   * What players show: the title or language, with a number where it stands twice in a group, since
   * it has to be unique there (RFC 8216, 4.3.4.1.1).
   */
  private static String label(
      @Nullable String title, String language, String absent, Set<String> labelsOfGroup) {
    String shown = title == null ? "" : title.replaceAll("[\"\\p{Cntrl}]", " ").strip();
    String base = shown.isEmpty() ? Language.name(language, absent) : shown;
    String label = base;
    for (int i = 2; !labelsOfGroup.add(label); i++) {
      label = base + " " + i;
    }
    return label;
  }

  private static String soundStream(
      String group, List<Audio> members, List<Text> texts, boolean hasGroup, int target) {
    Track first = members.get(0).track();
    return String.format(
        Locale.ROOT,
        "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\"%s%s\n"
            + "audio/%s/playlist.m3u8\n",
        members.stream().mapToLong(a -> a.track().peakBitsPerSecond(target)).max().orElseThrow(),
        members.stream().mapToLong(a -> a.track().averageBitsPerSecond()).max().orElseThrow(),
        first.codecs(),
        hasGroup ? ",AUDIO=\"" + group + "\"" : "",
        textGroup(texts),
        members.get(0).rendition().name());
  }

  private static String stream(
      Video video, String group, List<Audio> sound, List<Text> texts, int target) {
    Track track = video.track();
    long peak =
        track.peakBitsPerSecond(target)
            + sound.stream().mapToLong(a -> a.track().peakBitsPerSecond(target)).max().orElse(0);
    long average =
        track.averageBitsPerSecond()
            + sound.stream().mapToLong(a -> a.track().averageBitsPerSecond()).max().orElse(0);
    String codecs =
        sound.isEmpty() ? track.codecs() : track.codecs() + "," + sound.get(0).track().codecs();
    return String.format(
        Locale.ROOT,
        "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\",RESOLUTION=%dx%d,FRAME-RATE=%.3f%s%s\n"
            + "video/%s/playlist.m3u8\n",
        peak,
        average,
        codecs,
        video.rendition().widthPixels(),
        video.rendition().heightPixels(),
        track.frameRate().toDouble(),
        group.isEmpty() ? "" : ",AUDIO=\"" + group + "\"",
        textGroup(texts),
        video.rendition().name());
  }
}
