package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What playlists and manifests say of subtitles. */
class TextManifestTest {
  private static final Timeline TIMELINE = new Timeline(new Rational(1, 1000), 500, 6_750, 4_000);
  private static final List<SubtitleTrack> TEXTS =
      List.of(
          text(new SubtitleRendition("eng", 2, "eng", "Full \"text\"", true, false, List.of())),
          text(new SubtitleRendition("und-forced", 3, "und", null, false, true, List.of())));
  private static final RenditionTrack TRACK =
      RenditionTrackTest.track(new long[] {4000, 2000}, new long[] {500_000, 250_000});

  @Test
  void playlist_everySegment_hasItsLengthAndFile() {
    assertThat(SubtitlePlaylist.write(TIMELINE, 4))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXTINF:4.000000,
            00001.vtt
            #EXTINF:2.250000,
            00002.vtt
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void master_withPicture_offersTheTextsWithEveryStream() {
    assertThat(
            MasterPlaylist.write(
                new Presentation(List.of(video("360p"), video("180p")), List.of(), TEXTS, 4_000),
                false))
        .contains(
            "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subs\",NAME=\"Full  text\",LANGUAGE=\"en\","
                + "DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI=\"subs/eng/playlist.m3u8\"\n",
            "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"subs\",NAME=\"Subtitles,"
                + " forced\",LANGUAGE=\"und\",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,URI=\"subs/und-forced/playlist.m3u8\"\n",
            "FRAME-RATE=25.000,SUBTITLES=\"subs\"\nvideo/360p/playlist.m3u8",
            "FRAME-RATE=25.000,SUBTITLES=\"subs\"\nvideo/180p/playlist.m3u8");
  }

  @Test
  void dash_texts_areFilesBesideTheSegments() {
    assertThat(
            DashManifest.write(new Presentation(List.of(video("360p")), List.of(), TEXTS, 4_000)))
        .contains(
            """
                <AdaptationSet id="1" contentType="text" mimeType="text/vtt" lang="en">
                  <Label>Full "text"</Label>
                  <Role schemeIdUri="urn:mpeg:dash:role:2011" value="subtitle"/>
                  <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                  <Representation id="subs-eng" bandwidth="640">
                    <BaseURL>subs/eng.vtt</BaseURL>
                  </Representation>
                </AdaptationSet>
                <AdaptationSet id="2" contentType="text" mimeType="text/vtt">
                  <Role schemeIdUri="urn:mpeg:dash:role:2011" value="forced-subtitle"/>
            """);
  }

  private static SubtitleTrack text(SubtitleRendition rendition) {
    return new SubtitleTrack(
        rendition, TIMELINE, new ExtractedSubtitles(rendition.name(), 2, 9, 500, TextCount.of(9)));
  }

  private static MasterPlaylist.Video video(String name) {
    return new MasterPlaylist.Video(new VideoRendition(name, 640, 360, Media.encode(360)), TRACK);
  }
}
