package io.framemill.controller.manifest;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.controller.manifest.MasterPlaylist.Video;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Presentations of many kinds, and the playlists that are written of them. */
final class HlsSamples {
  private static final Rational MILLIS = new Rational(1, 1000);
  private static final int SEGMENTS = 9;
  private static final int RATE_HZ = 48_000;
  private static final AudioEncode AAC = new AudioEncode(AudioCodec.AAC, 128, 2);

  private HlsSamples() {}

  /**
   * What one job writes.
   *
   * @param presentation what it has
   * @param master the text of {@code master.m3u8}
   * @param media the text of each media playlist by its URI
   */
  record Playlists(
      String name, Presentation presentation, String master, Map<String, String> media) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Every ladder with every sound and every text, finished and while the job runs. */
  static Stream<Playlists> all() {
    List<Playlists> all = new ArrayList<>();
    ladders()
        .forEach(
            (ladder, videos) ->
                sounds()
                    .forEach(
                        (sound, audios) ->
                            texts()
                                .forEach(
                                    (text, subtitles) -> {
                                      if (videos.isEmpty() && audios.isEmpty()) {
                                        return;
                                      }
                                      String name = ladder + ", " + sound + ", " + text;
                                      Presentation presentation =
                                          new Presentation(videos, audios, subtitles, 4_000);
                                      all.add(playlists(name, presentation, true));
                                      all.add(playlists(name + ", runs", presentation, false));
                                    })));
    return all.stream();
  }

  private static Playlists playlists(String name, Presentation presentation, boolean finished) {
    int target = presentation.targetDurationSeconds();
    Map<String, String> media = new LinkedHashMap<>();
    for (Video video : presentation.videos()) {
      media.put(
          "video/" + video.rendition().name() + "/playlist.m3u8",
          MediaPlaylist.write(video.track(), target, finished));
    }
    for (Audio audio : presentation.audios()) {
      media.put(
          "audio/" + audio.rendition().name() + "/playlist.m3u8",
          MediaPlaylist.write(audio.track(), target, true));
    }
    for (SubtitleTrack text : presentation.texts()) {
      media.put(
          "subs/" + text.rendition().name() + "/playlist.m3u8",
          SubtitlePlaylist.write(text.timeline(), target));
    }
    return new Playlists(name, presentation, MasterPlaylist.write(presentation, true), media);
  }

  private static Map<String, List<Video>> ladders() {
    Map<String, List<Video>> ladders = new LinkedHashMap<>();
    ladders.put("no picture", List.of());
    ladders.put("one small rung", List.of(video(VideoCodec.H264, 180, 200, 4_000)));
    ladders.put(
        "a ladder",
        Stream.of(1080, 720, 540, 360)
            .map(height -> video(VideoCodec.H264, height, height * height / 200, 4_004))
            .toList());
    ladders.put(
        "two codecs",
        Stream.of(VideoCodec.AV1, VideoCodec.H264)
            .flatMap(
                codec ->
                    Stream.of(1080, 720, 360)
                        .map(
                            height ->
                                video(
                                    codec,
                                    height,
                                    height * height / (codec == VideoCodec.AV1 ? 500 : 250),
                                    4_000)))
            .toList());
    ladders.put("slides", List.of(video(VideoCodec.H264, 720, 30, 7_000)));
    return ladders;
  }

  private static Map<String, List<Audio>> sounds() {
    AudioEncode low = new AudioEncode(AudioCodec.AAC, 64, 2);
    AudioEncode opus = new AudioEncode(AudioCodec.OPUS, 128, 2);
    Map<String, List<Audio>> sounds = new LinkedHashMap<>();
    sounds.put("no sound", List.of());
    sounds.put("one track", List.of(audio("und-128k", "und", null, true, AAC)));
    sounds.put("tracks of one quality", tracks(AAC));
    sounds.put(
        "tracks of three qualities",
        Stream.of(AAC, low, opus).flatMap(encode -> tracks(encode).stream()).toList());
    return sounds;
  }

  private static List<Audio> tracks(AudioEncode encode) {
    String name = encode.codec() + "-" + encode.bitrateKbps();
    return List.of(
        audio("ad-" + name, "eng", null, false, encode, TrackRole.AUDIO_DESCRIPTION),
        audio("eng-" + name, "eng", null, true, encode, TrackRole.ORIGINAL),
        audio("eng2-" + name, "eng", "Say \"hi\",\nall", false, encode),
        audio("bra-" + name, "por-BR", null, false, encode, TrackRole.DUB),
        audio("por-" + name, "por-PT", null, false, encode, TrackRole.DUB),
        audio("com-" + name, "eng", null, false, encode, TrackRole.COMMENTARY),
        audio("kar-" + name, "und", null, false, encode, TrackRole.KARAOKE),
        audio("hi-" + name, "eng", null, false, encode, TrackRole.HEARING_IMPAIRED));
  }

  private static Map<String, List<SubtitleTrack>> texts() {
    return Map.of(
        "no text",
        List.of(),
        "texts",
        List.of(
            text("sdh", "eng", false, false, TrackRole.HEARING_IMPAIRED),
            text("eng", "eng", true, false),
            text("eng-2", "eng", false, false),
            text("forced", "eng", false, true),
            text("und", "und", false, false),
            text("com", "zho-Hant", false, false, TrackRole.COMMENTARY)));
  }

  private static Video video(VideoCodec codec, int height, int kbps, int segmentMillis) {
    Random random = new Random(height);
    List<EncodedSegment> segments = new ArrayList<>();
    for (int n = 0; n < SEGMENTS; n++) {
      long start = (long) n * segmentMillis;
      long bytes = (long) kbps * segmentMillis / 8;
      segments.add(
          new EncodedSegment(
              n + 1,
              bytes / 2 + random.nextLong(bytes),
              Math.max(1, segmentMillis * 24 / 1001),
              start,
              start + segmentMillis));
    }
    VideoEncode encode =
        new VideoEncode(
            codec, height, 21, kbps, kbps, codec == VideoCodec.AV1 ? "8" : "veryfast", null);
    String name = height + "p-" + codec;
    return new Video(
        new VideoRendition(name, height * 16 / 9 / 2 * 2, height, encode),
        new RenditionTrack(
            codec == VideoCodec.AV1 ? "av01.0.08M.08" : "avc1.640028", MILLIS, segments));
  }

  private static Audio audio(
      String name,
      String language,
      @Nullable String title,
      boolean isDefault,
      AudioEncode encode,
      TrackRole... roles) {
    List<EncodedSegment> segments = new ArrayList<>();
    for (int n = 0; n < SEGMENTS; n++) {
      // Packets of 1024 samples, as many as begin within 4 s.
      long start = (n * 4L * RATE_HZ + 1023) / 1024 * 1024;
      long end = ((n + 1) * 4L * RATE_HZ + 1023) / 1024 * 1024;
      segments.add(
          new EncodedSegment(
              n + 1, encode.bitrateKbps() * 500L, (int) ((end - start) / 1024), start, end));
    }
    return new Audio(
        new AudioRendition(
            name, language, title, isDefault, List.of(roles), RATE_HZ, encode.channels(), encode),
        new RenditionTrack(
            encode.codec() == AudioCodec.AAC ? "mp4a.40.2" : "opus",
            new Rational(1, RATE_HZ),
            segments));
  }

  private static SubtitleTrack text(
      String name, String language, boolean isDefault, boolean isForced, TrackRole... roles) {
    return new SubtitleTrack(
        new SubtitleRendition(name, 2, language, null, isDefault, isForced, List.of(roles)),
        new Timeline(MILLIS, 0, SEGMENTS * 4_000, 4_000),
        new ExtractedSubtitles(name, SEGMENTS, 1, 1, TextCount.of(1)));
  }
}
