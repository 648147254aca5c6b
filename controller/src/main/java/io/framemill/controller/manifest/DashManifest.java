package io.framemill.controller.manifest;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * The DASH manifest of a finished job (ISO/IEC 23009-1): one period, static, over the same segments
 * as the HLS playlists.
 *
 * <p>All media times start at the clock's lead, 1 s, which {@code presentationTimeOffset}
 * subtracts.
 */
public final class DashManifest {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int CICP_7_1 = 12;

  private final int targetDurationSeconds;
  private final IndentedXml xml = new IndentedXml();

  private DashManifest(int targetDurationSeconds) throws XMLStreamException {
    this.targetDurationSeconds = targetDurationSeconds;
  }

  /**
   * Writes a manifest: the rungs of each codec form one adaptation set, in which players may
   * switch; each audio rendition is one.
   *
   * @param presentation has video, audio or both; each subtitle track is one sidecar file, the form
   *     that all players support
   */
  public static String write(Presentation presentation) {
    try {
      return new DashManifest(presentation.targetDurationSeconds()).document(presentation);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("The manifest is not well-formed", e);
    }
  }

  private String document(Presentation presentation) throws XMLStreamException {
    List<RenditionTrack> sounds = presentation.audios().stream().map(Audio::track).toList();
    List<RenditionTrack> pictures = presentation.videos().stream().map(Video::track).toList();
    boolean numbered =
        Stream.concat(pictures.stream(), sounds.stream()).allMatch(DashManifest::isNumberedThrough);
    xml.start("MPD")
        .with("xmlns", "urn:mpeg:dash:schema:mpd:2011")
        .with("profiles", "urn:mpeg:dash:profile:isoff-" + (numbered ? "live" : "main") + ":2011")
        .with("type", "static")
        .with("mediaPresentationDuration", duration(pictures.isEmpty() ? sounds : pictures))
        .with("minBufferTime", "PT" + targetDurationSeconds + "S");
    xml.start("Period").with("id", 0).with("start", "PT0S");
    List<List<Video>> ladders = byCodec(presentation.videos());
    int id = 0;
    for (List<Video> ladder : ladders) {
      addPicture(id++, ladder, ladders.size());
    }
    for (Audio audio : presentation.audios()) {
      addSound(id++, audio);
    }
    for (SubtitleTrack text : presentation.texts()) {
      addText(id++, text);
    }
    return xml.end().end().toString();
  }

  /** The rungs by codec, in the order of the first rung of each. */
  private static List<List<Video>> byCodec(List<Video> videos) {
    return List.copyOf(
        videos.stream()
            .collect(
                Collectors.groupingBy(
                    video -> video.rendition().encode().codec(),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  /**
   * Adds the video rungs of one codec.
   *
   * @param sets number of video adaptation sets; their ids count from 0
   */
  private void addPicture(int id, List<Video> videos, int sets) throws XMLStreamException {
    startSet(id, "video")
        .with(
            "maxWidth",
            videos.stream().mapToInt(v -> v.rendition().widthPixels()).max().orElseThrow())
        .with(
            "maxHeight",
            videos.stream().mapToInt(v -> v.rendition().heightPixels()).max().orElseThrow())
        .with("sar", "1:1");
    if (sets > 1) {
      // ISO/IEC 23009-1, 5.3.3.5: the same pictures, cut at the same times.
      xml.empty("SupplementalProperty")
          .with("schemeIdUri", "urn:mpeg:dash:adaptation-set-switching:2016")
          .with(
              "value",
              IntStream.range(0, sets)
                  .filter(other -> other != id)
                  .mapToObj(String::valueOf)
                  .collect(Collectors.joining(",")));
    }
    for (Video video : videos) {
      RenditionTrack track = video.track();
      String name = video.rendition().name();
      startRepresentation(name, track)
          .with("width", video.rendition().widthPixels())
          .with("height", video.rendition().heightPixels())
          .with("frameRate", frameRate(track.frameRate()));
      addSegments(OutputLayout.video(name), track, TrackClock.ofVideo(track.timeBase()));
      xml.end();
    }
    xml.end();
  }

  private void addSound(int id, Audio audio) throws XMLStreamException {
    AudioRendition rendition = audio.rendition();
    startSet(id, "audio");
    addLanguage(rendition.language());
    addChannels(rendition.channels());
    addLabel(rendition.title());
    DashRoles.add(xml, rendition);
    startRepresentation(rendition.name(), audio.track())
        .with("audioSamplingRate", rendition.sampleRateHz());
    TrackClock clock = TrackClock.ofAudio(rendition.sampleRateHz());
    addSegments(OutputLayout.audio(rendition.name()), audio.track(), clock);
    xml.end().end();
  }

  // ISO/IEC 23091-3 numbers layouts, and only up to 5.1 by their channels: 12 is 7.1. Players take
  // the value of the older scheme for the number of channels.
  private void addChannels(int channels) throws XMLStreamException {
    boolean countIsLayout = channels < 8;
    xml.empty("AudioChannelConfiguration")
        .with(
            "schemeIdUri",
            countIsLayout
                ? "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
                : "urn:mpeg:mpegB:cicp:ChannelConfiguration")
        .with("value", countIsLayout ? channels : CICP_7_1);
  }

  private void addText(int id, SubtitleTrack text) throws XMLStreamException {
    SubtitleRendition rendition = text.rendition();
    xml.start("AdaptationSet")
        .with("id", id)
        .with("contentType", "text")
        .with("mimeType", "text/vtt");
    addLanguage(rendition.language());
    addLabel(rendition.title());
    DashRoles.add(xml, rendition);
    xml.start("Representation")
        .with("id", "subs-" + rendition.name())
        .with("bandwidth", text.bitsPerSecond())
        .text("BaseURL", OutputLayout.subtitleFile(rendition.name()));
    xml.end().end();
  }

  private void addLanguage(String language) throws XMLStreamException {
    if (!language.equals(Language.UNKNOWN)) {
      xml.with("lang", Language.tag(language));
    }
  }

  private void addLabel(@Nullable String title) throws XMLStreamException {
    if (title != null) {
      xml.text("Label", title);
    }
  }

  private IndentedXml startSet(int id, String type) throws XMLStreamException {
    return xml.start("AdaptationSet")
        .with("id", id)
        .with("contentType", type)
        .with("mimeType", type + "/mp4")
        .with("segmentAlignment", true)
        .with("startWithSAP", 1);
  }

  private IndentedXml startRepresentation(String id, RenditionTrack track)
      throws XMLStreamException {
    return xml.start("Representation")
        .with("id", id)
        .with("bandwidth", track.peakBitsPerSecond(targetDurationSeconds))
        .with("codecs", track.codecs());
  }

  /**
   * Adds the segments as a template if their numbers have no gap, else as a list: a timeline
   * increments the numbers of a template regardless of gaps.
   */
  private void addSegments(String directory, RenditionTrack track, TrackClock clock)
      throws XMLStreamException {
    boolean numbered = isNumberedThrough(track);
    xml.start(numbered ? "SegmentTemplate" : "SegmentList")
        .with("timescale", clock.timescale())
        .with("presentationTimeOffset", clock.presentationTime(0));
    if (numbered) {
      xml.with("startNumber", track.segments().get(0).number())
          .with("initialization", directory + "/" + OutputLayout.INIT_SEGMENT)
          .with("media", directory + "/" + OutputLayout.MEDIA_SEGMENT_TEMPLATE);
      addTimeline(track, clock);
    } else {
      xml.empty("Initialization").with("sourceURL", directory + "/" + OutputLayout.INIT_SEGMENT);
      addTimeline(track, clock);
      for (EncodedSegment segment : track.segments()) {
        String file = directory + "/" + OutputLayout.mediaSegment(segment.number());
        xml.empty("SegmentURL").with("media", file);
      }
    }
    xml.end();
  }

  private void addTimeline(RenditionTrack track, TrackClock clock) throws XMLStreamException {
    xml.start("SegmentTimeline");
    List<EncodedSegment> all = track.segments();
    for (int first = 0, next; first < all.size(); first = next) {
      long length = length(all.get(first), clock);
      next = first + 1;
      while (next < all.size() && length(all.get(next), clock) == length) {
        next++;
      }
      xml.empty("S");
      if (first == 0) {
        xml.with("t", clock.presentationTime(all.get(0).startPts()));
      }
      xml.with("d", length);
      if (next - first > 1) {
        xml.with("r", next - first - 1);
      }
    }
    xml.end();
  }

  private static long length(EncodedSegment segment, TrackClock clock) {
    return clock.presentationTime(segment.endPts()) - clock.presentationTime(segment.startPts());
  }

  private static boolean isNumberedThrough(RenditionTrack track) {
    List<EncodedSegment> segments = track.segments();
    int first = segments.get(0).number();
    return segments.get(segments.size() - 1).number() - first + 1 == segments.size();
  }

  private static String duration(List<RenditionTrack> tracks) {
    long micros =
        tracks.stream()
            .mapToLong(
                track ->
                    track
                        .timeBase()
                        .rescale(
                            track.endPts(),
                            new Rational(1, MICROS_PER_SECOND),
                            RoundingMode.CEILING))
            .max()
            .orElseThrow();
    return String.format(
        Locale.ROOT, "PT%d.%06dS", micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
  }

  /** In the schema's form: {@code 25} or {@code 30000/1001}. */
  private static String frameRate(Rational rate) {
    return rate.denominator() == 1 ? String.valueOf(rate.numerator()) : rate.toString();
  }
}
