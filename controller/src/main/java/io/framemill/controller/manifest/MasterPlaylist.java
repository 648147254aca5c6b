package io.framemill.controller.manifest;

import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The HLS master playlist, which lists all renditions of a job (RFC 8216, 4.3.4). */
public final class MasterPlaylist {
  private static final String TEXT_GROUP = "subs";

  private final Presentation presentation;
  private final int targetDurationSeconds;
  private final Map<String, List<Audio>> groups;

  private MasterPlaylist(Presentation presentation) {
    this.presentation = presentation;
    targetDurationSeconds = presentation.targetDurationSeconds();
    groups =
        presentation.audios().stream()
            .collect(
                Collectors.groupingBy(
                    audio -> group(audio, presentation.audios()),
                    TreeMap::new,
                    Collectors.toList()));
  }

  /** A video rendition and its encoded track. */
  public record Video(VideoRendition rendition, RenditionTrack track) {}

  /** An audio rendition and its encoded track. */
  public record Audio(AudioRendition rendition, RenditionTrack track) {}

  /**
   * Writes a playlist: each video rendition once for every quality of sound, or once without sound.
   * Without video, each quality of sound is a variant: its default track, with the other tracks as
   * alternatives; with video these variants are optional.
   *
   * <p>The first variant is the one whose average bit rate is nearest to 2 Mb/s, whatever its
   * codecs, because players start with the first one that they can decode. The others follow,
   * largest first, then audio-only variants.
   *
   * @param audioOnly whether to offer audio-only variants beside video
   */
  public static String write(Presentation presentation, boolean audioOnly) {
    return new MasterPlaylist(presentation).write(audioOnly);
  }

  private String write(boolean audioOnly) {
    StringBuilder text =
        new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
    groups.forEach(
        (group, members) -> {
          if (isNamed(members)) {
            text.append(MediaGroup.ofAudio(group, members));
          }
        });
    text.append(MediaGroup.ofSubtitles(TEXT_GROUP, presentation.texts()));
    Variant.inOrder(withPicture()).forEach(variant -> text.append(variant.lines()));
    if (presentation.videos().isEmpty() || audioOnly) {
      Variant.inOrder(soundAlone()).forEach(variant -> text.append(variant.lines()));
    }
    return text.toString();
  }

  /**
   * The group id of a quality: one group for each quality has one default track and one codec.
   * Named after the bit rate, and also codec and channels where another quality has the same bit
   * rate.
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
            + "-%s-%sch"
                .formatted(encode.codec().name().toLowerCase(Locale.ROOT), encode.channels());
  }

  /** Whether a quality of sound needs tags: a single track needs none. */
  private boolean isNamed(List<Audio> members) {
    return !presentation.videos().isEmpty() || members.size() > 1;
  }

  private List<Variant> withPicture() {
    List<Variant> variants = new ArrayList<>();
    for (Video video : presentation.videos()) {
      if (groups.isEmpty()) {
        variants.add(variant(video, "", List.of()));
      }
      groups.forEach((group, sound) -> variants.add(variant(video, group, sound)));
    }
    return variants;
  }

  private Variant variant(Video video, String group, List<Audio> sound) {
    RenditionTrack track = video.track();
    String codecs =
        sound.isEmpty() ? track.codecs() : track.codecs() + "," + sound.get(0).track().codecs();
    return new Variant(
        track.peakBitsPerSecond(targetDurationSeconds) + peakBitsPerSecond(sound),
        track.averageBitsPerSecond() + averageBitsPerSecond(sound),
        String.format(
            Locale.ROOT,
            "CODECS=\"%s\",RESOLUTION=%dx%d,FRAME-RATE=%.3f%s%s",
            codecs,
            video.rendition().widthPixels(),
            video.rendition().heightPixels(),
            track.frameRate().toDouble(),
            group.isEmpty() ? "" : ",AUDIO=\"" + group + "\"",
            textGroup()),
        OutputLayout.mediaPlaylist(OutputLayout.video(video.rendition().name())));
  }

  private List<Variant> soundAlone() {
    List<Variant> variants = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            variants.add(
                new Variant(
                    peakBitsPerSecond(members),
                    averageBitsPerSecond(members),
                    "CODECS=\"%s\"%s%s"
                        .formatted(
                            members.get(0).track().codecs(),
                            isNamed(members) ? ",AUDIO=\"" + group + "\"" : "",
                            textGroup()),
                    OutputLayout.mediaPlaylist(
                        OutputLayout.audio(members.get(0).rendition().name())))));
    return variants;
  }

  private String textGroup() {
    return presentation.texts().isEmpty() ? "" : ",SUBTITLES=\"" + TEXT_GROUP + "\"";
  }

  private long peakBitsPerSecond(List<Audio> sound) {
    return largest(sound, track -> track.peakBitsPerSecond(targetDurationSeconds));
  }

  private static long averageBitsPerSecond(List<Audio> sound) {
    return largest(sound, RenditionTrack::averageBitsPerSecond);
  }

  /** The maximum over all tracks of a group, because players may choose any. */
  private static long largest(List<Audio> sound, ToLongFunction<RenditionTrack> bitsPerSecond) {
    return sound.stream().map(Audio::track).mapToLong(bitsPerSecond).max().orElse(0);
  }
}
