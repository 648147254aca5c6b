package io.framemill.controller.manifest;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The DASH manifest of a finished job (ISO/IEC 23009-1): one period, static, over the segments that
 * the HLS playlists name too.
 *
 * <p>All media times start at the clock's lead, 1 s, which {@code presentationTimeOffset} takes
 * away again.
 */
public final class DashManifest {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int CICP_7_1 = 12;

  private DashManifest() {}

  /**
   * Writes a manifest: the rungs of each codec are one adaptation set, between which players may
   * switch; each rendition of sound is one.
   *
   * @param presentation it has a picture, sound or both; each of its texts is one file beside the
   *     segments, which all players take
   */
  public static String write(Presentation presentation) {
    List<Video> videos = presentation.videos();
    List<Audio> audios = presentation.audios();
    List<SubtitleTrack> texts = presentation.texts();
    int target = presentation.targetDurationSeconds();
    List<RenditionTrack> sounds = audios.stream().map(Audio::track).toList();
    List<RenditionTrack> leading =
        videos.isEmpty() ? sounds : videos.stream().map(Video::track).toList();
    boolean numbered =
        Stream.concat(leading.stream(), sounds.stream()).allMatch(DashManifest::isNumberedThrough);
    XmlElement root =
        new XmlElement("MPD")
            .with("xmlns", "urn:mpeg:dash:schema:mpd:2011")
            .with(
                "profiles", "urn:mpeg:dash:profile:isoff-" + (numbered ? "live" : "main") + ":2011")
            .with("type", "static")
            .with("mediaPresentationDuration", duration(leading))
            .with("minBufferTime", "PT" + target + "S");
    XmlElement period = root.child("Period").with("id", 0).with("start", "PT0S");
    List<List<Video>> ladders = byCodec(videos);
    int id = 0;
    for (List<Video> ladder : ladders) {
      addPicture(period, id++, ladder, ladders.size(), target);
    }
    for (Audio audio : audios) {
      addSound(period, id++, audio, target);
    }
    for (SubtitleTrack text : texts) {
      addText(period, id++, text);
    }
    return root.toDocument();
  }

  /** The rungs by codec, in the order of their first ones. */
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
   * Adds the rungs of one codec.
   *
   * @param sets how many adaptation sets of pictures there are; their ids count from 0
   */
  private static void addPicture(
      XmlElement period, int id, List<Video> videos, int sets, int target) {
    XmlElement set =
        adaptationSet(period, id, "video")
            .with(
                "maxWidth",
                videos.stream().mapToInt(v -> v.rendition().widthPixels()).max().orElseThrow())
            .with(
                "maxHeight",
                videos.stream().mapToInt(v -> v.rendition().heightPixels()).max().orElseThrow())
            .with("sar", "1:1");
    if (sets > 1) {
      // ISO/IEC 23009-1, 5.3.3.5: the same pictures, cut at the same times.
      set.child("SupplementalProperty")
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
      XmlElement representation =
          representation(set, name, track, target)
              .with("width", video.rendition().widthPixels())
              .with("height", video.rendition().heightPixels())
              .with("frameRate", frameRate(track.frameRate()));
      addSegments(representation, "video/" + name, track, TrackClock.ofVideo(track.timeBase()));
    }
  }

  private static void addSound(XmlElement period, int id, Audio audio, int target) {
    AudioRendition rendition = audio.rendition();
    XmlElement set = adaptationSet(period, id, "audio");
    if (!rendition.language().equals(Language.UNKNOWN)) {
      set.with("lang", Language.tag(rendition.language()));
    }
    addChannels(set, rendition.channels());
    String title = rendition.title();
    if (title != null) {
      set.child("Label").text(title);
    }
    DashRoles.add(set, rendition);
    XmlElement representation =
        representation(set, rendition.name(), audio.track(), target)
            .with("audioSamplingRate", rendition.sampleRateHz());
    addSegments(
        representation,
        "audio/" + rendition.name(),
        audio.track(),
        TrackClock.ofAudio(rendition.sampleRateHz()));
  }

  // ISO/IEC 23091-3 numbers layouts, and only up to 5.1 by their channels: 12 is 7.1. Players take
  // the value of the older scheme for the number of channels.
  private static void addChannels(XmlElement set, int channels) {
    boolean countIsLayout = channels < 8;
    set.child("AudioChannelConfiguration")
        .with(
            "schemeIdUri",
            countIsLayout
                ? "urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
                : "urn:mpeg:mpegB:cicp:ChannelConfiguration")
        .with("value", countIsLayout ? channels : CICP_7_1);
  }

  private static void addText(XmlElement period, int id, SubtitleTrack text) {
    SubtitleRendition rendition = text.rendition();
    XmlElement set =
        period
            .child("AdaptationSet")
            .with("id", id)
            .with("contentType", "text")
            .with("mimeType", "text/vtt");
    if (!rendition.language().equals(Language.UNKNOWN)) {
      set.with("lang", Language.tag(rendition.language()));
    }
    String title = rendition.title();
    if (title != null) {
      set.child("Label").text(title);
    }
    DashRoles.add(set, rendition);
    set.child("Representation")
        .with("id", "subs-" + rendition.name())
        .with("bandwidth", text.bitsPerSecond())
        .child("BaseURL")
        .text("subs/" + rendition.name() + ".vtt");
  }

  private static XmlElement adaptationSet(XmlElement period, int id, String type) {
    return period
        .child("AdaptationSet")
        .with("id", id)
        .with("contentType", type)
        .with("mimeType", type + "/mp4")
        .with("segmentAlignment", true)
        .with("startWithSAP", 1);
  }

  private static XmlElement representation(
      XmlElement set, String id, RenditionTrack track, int target) {
    return set.child("Representation")
        .with("id", id)
        .with("bandwidth", track.peakBitsPerSecond(target))
        .with("codecs", track.codecs());
  }

  /**
   * The segments as a template if their numbers have no hole, else as a list: a time line counts
   * the numbers of a template on, whatever is missing.
   */
  private static void addSegments(
      XmlElement representation, String directory, RenditionTrack track, TrackClock clock) {
    boolean numbered = isNumberedThrough(track);
    XmlElement segments =
        representation
            .child(numbered ? "SegmentTemplate" : "SegmentList")
            .with("timescale", clock.timescale())
            .with("presentationTimeOffset", clock.presentationTime(0));
    if (numbered) {
      segments
          .with("startNumber", track.segments().get(0).number())
          .with("initialization", directory + "/init.mp4")
          .with("media", directory + "/$Number%05d$.m4s");
      addTimeline(segments, track, clock);
      return;
    }
    segments.child("Initialization").with("sourceURL", directory + "/init.mp4");
    addTimeline(segments, track, clock);
    for (EncodedSegment segment : track.segments()) {
      segments
          .child("SegmentURL")
          .with("media", String.format(Locale.ROOT, "%s/%05d.m4s", directory, segment.number()));
    }
  }

  private static void addTimeline(XmlElement segments, RenditionTrack track, TrackClock clock) {
    XmlElement timeline = segments.child("SegmentTimeline");
    List<EncodedSegment> all = track.segments();
    for (int first = 0, next; first < all.size(); first = next) {
      long length = length(all.get(first), clock);
      next = first + 1;
      while (next < all.size() && length(all.get(next), clock) == length) {
        next++;
      }
      XmlElement run = timeline.child("S");
      if (first == 0) {
        run.with("t", clock.presentationTime(all.get(0).startPts()));
      }
      run.with("d", length);
      if (next - first > 1) {
        run.with("r", next - first - 1);
      }
    }
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

  /** As the schema wants it: {@code 25} or {@code 30000/1001}. */
  private static String frameRate(Rational rate) {
    return rate.denominator() == 1 ? String.valueOf(rate.numerator()) : rate.toString();
  }
}
