package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlaylistTest {
  private final RenditionTrack video =
      RenditionTrackTest.track(new long[] {4000, 2000}, new long[] {500_000, 250_000});
  private final RenditionTrack audio =
      new RenditionTrack(
          "mp4a.40.2",
          new Rational(1, 48_000),
          List.of(
              new EncodedSegment(1, 64_512, 189, 0, 193_536),
              new EncodedSegment(2, 32_000, 94, 193_536, 288_000)));

  @Test
  void media_finished_isVodWithAnEnd() {
    assertThat(MediaPlaylist.write(video, 4, true))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="init.mp4"
            #EXTINF:4.000000,
            00001.m4s
            #EXTINF:2.000000,
            00002.m4s
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void media_growing_isEventWithoutEndAndAnnouncesThePlannedLength() {
    RenditionTrack start = RenditionTrackTest.track(new long[] {1000}, new long[] {1000});
    assertThat(MediaPlaylist.write(start, 6, false))
        .contains("#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-TARGETDURATION:6\n")
        .doesNotContain("ENDLIST");
  }

  @Test
  void media_intervalWithoutPicture_isSkippedByNumber() {
    RenditionTrack gap =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 1000),
            List.of(
                new EncodedSegment(1, 10, 5, 0, 9000), new EncodedSegment(3, 10, 5, 9000, 12_000)));
    assertThat(MediaPlaylist.write(gap, 9, true))
        .contains(
            "#EXTINF:9.000000,\n00001.m4s\n#EXTINF:3.000000,\n00003.m4s",
            "#EXT-X-TARGETDURATION:9");
  }

  @Test
  void master_withSound_namesGroupAndSumsRates() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(sound("eng-128k", "eng", null, true)),
                List.of(),
                4_000),
            false);
    assertThat(text)
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-128k",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/eng-128k/playlist.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=1128683,AVERAGE-BANDWIDTH=1128683,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=640x360,FRAME-RATE=25.000,AUDIO="audio-128k"
            video/360p/playlist.m3u8
            """);
  }

  @Test
  void master_severalCodecs_eachRungNamesItsOwnInTheOrderOfTheProfile() {
    RenditionTrack av1 = new RenditionTrack("av01.0.04M.08", video.timeBase(), video.segments());
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p-av1", 640, 360, Media.encode(360)), av1),
                    new MasterPlaylist.Video(
                        new VideoRendition("360p-h264", 640, 360, Media.encode(360)), video)),
                List.of(sound("eng-128k", "eng", null, true)),
                List.of(),
                4_000),
            false);
    assertThat(text)
        .containsSubsequence(
            "CODECS=\"av01.0.04M.08,mp4a.40.2\",RESOLUTION=640x360",
            "AUDIO=\"audio-128k\"\nvideo/360p-av1/playlist.m3u8",
            "CODECS=\"avc1.64001f,mp4a.40.2\",RESOLUTION=640x360",
            "AUDIO=\"audio-128k\"\nvideo/360p-h264/playlist.m3u8");
  }

  @Test
  void master_withoutSound_hasNoGroup() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(),
                List.of(),
                4_000),
            false);
    assertThat(text).contains("CODECS=\"avc1.64001f\"").doesNotContain("AUDIO");
  }

  @Test
  void master_soundOnly_isOneStreamForEachQuality() {
    assertThat(
            MasterPlaylist.write(
                new Presentation(
                    List.of(), List.of(sound("eng-128k", "eng", null, true)), List.of(), 4_000),
                false))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-STREAM-INF:BANDWIDTH=128683,AVERAGE-BANDWIDTH=128683,CODECS="mp4a.40.2"
            audio/eng-128k/playlist.m3u8
            """);
  }

  @Test
  void master_soundOnlyInTwoLanguages_offersBothInOneStream() {
    assertThat(
            MasterPlaylist.write(
                new Presentation(
                    List.of(),
                    List.of(
                        sound("eng-128k", "eng", null, true),
                        sound("deu-128k", "deu", null, false)),
                    List.of(),
                    4_000),
                false))
        .contains(
            "URI=\"audio/eng-128k/playlist.m3u8\"",
            "URI=\"audio/deu-128k/playlist.m3u8\"",
            "CODECS=\"mp4a.40.2\",AUDIO=\"audio-128k\"\naudio/eng-128k/playlist.m3u8\n")
        .containsOnlyOnce("#EXT-X-STREAM-INF");
  }

  @Test
  void master_pictureAndAudioOnly_offersTheSoundAloneAtTheEnd() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(
                    sound("eng-128k", "eng", null, true), sound("deu-128k", "deu", null, false)),
                List.of(),
                4_000),
            true);

    assertThat(text)
        .endsWith(
            """
            video/360p/playlist.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=128683,AVERAGE-BANDWIDTH=128683,CODECS="mp4a.40.2",AUDIO="audio-128k"
            audio/eng-128k/playlist.m3u8
            """);
  }

  @Test
  void master_pictureAndOneTrackOfAudioOnly_namesItsGroup() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(sound("und-128k", "und", null, true)),
                List.of(),
                4_000),
            true);

    assertThat(text).contains("CODECS=\"mp4a.40.2\",AUDIO=\"audio-128k\"\naudio/und-128k/");
  }

  @Test
  void master_aacAndOpusOfOneBitRate_areGroupsOfOneCodecEach() {
    AudioEncode opus = new AudioEncode(AudioCodec.OPUS, 128, 2);
    MasterPlaylist.Audio second =
        new MasterPlaylist.Audio(
            new AudioRendition("eng-128k-2", "eng", null, true, List.of(), 48_000, 2, opus),
            new RenditionTrack("opus", audio.timeBase(), audio.segments()));
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(sound("eng-128k", "eng", null, true), second),
                List.of(),
                4_000),
            false);

    assertThat(text.lines().filter(line -> line.startsWith("#EXT-X-STREAM-INF")))
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .contains("CODECS=\"avc1.64001f,mp4a.40.2\"", "AUDIO=\"audio-128k-aac-2ch\""),
            line ->
                assertThat(line)
                    .contains("CODECS=\"avc1.64001f,opus\"", "AUDIO=\"audio-128k-opus-2ch\""));
  }

  @Test
  void master_monoAmongStereo_isInTheSameGroupWithItsOwnChannels() {
    AudioEncode stereo = new AudioEncode(AudioCodec.AAC, 128, 2);
    MasterPlaylist.Audio mono =
        new MasterPlaylist.Audio(
            new AudioRendition("deu-128k", "deu", null, false, List.of(), 48_000, 1, stereo),
            audio);
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(), List.of(sound("eng-128k", "eng", null, true), mono), List.of(), 4_000),
            false);

    assertThat(text)
        .contains(
            "NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=NO,AUTOSELECT=YES,CHANNELS=\"1\"",
            "NAME=\"English\",LANGUAGE=\"en\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"2\"")
        .containsOnlyOnce("#EXT-X-STREAM-INF");
  }

  @Test
  void master_equalOrHostileTitles_staySeparateAndQuoted() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(
                    sound("eng-128k", "eng", "Say \"hi\"\nnow", true),
                    sound("und-128k", "und", null, false),
                    sound("und-128k-2", "und", null, false)),
                List.of(),
                4_000),
            false);
    assertThat(text)
        .contains(
            "NAME=\"Say  hi  now\"",
            "NAME=\"Audio\",LANGUAGE=\"und\",DEFAULT=NO",
            "NAME=\"Audio 2\",LANGUAGE=\"und\",DEFAULT=NO");
  }

  @Test
  void master_stereoAndMonoOfOneBitRate_areGroupsWithADefaultEach() {
    String text =
        MasterPlaylist.write(
            new Presentation(
                List.of(
                    new MasterPlaylist.Video(
                        new VideoRendition("360p", 640, 360, Media.encode(360)), video)),
                List.of(
                    sound("eng-128k", "eng", null, true),
                    sound("eng-128k-2", "eng", null, true, 1),
                    sound("deu-128k", "deu", null, false)),
                List.of(),
                4_000),
            false);

    assertThat(text.lines().filter(line -> line.contains("DEFAULT=YES")))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("GROUP-ID=\"audio-128k-aac-2ch\"", "/eng-128k/"),
            line -> assertThat(line).contains("GROUP-ID=\"audio-128k-aac-1ch\"", "/eng-128k-2/"));
    assertThat(text)
        .contains(
            "GROUP-ID=\"audio-128k-aac-2ch\",NAME=\"Deutsch\"",
            ",AUDIO=\"audio-128k-aac-2ch\"",
            ",AUDIO=\"audio-128k-aac-1ch\"");
  }

  private MasterPlaylist.Audio sound(
      String name, String language, @Nullable String title, boolean isDefault) {
    return sound(name, language, title, isDefault, 2);
  }

  private MasterPlaylist.Audio sound(
      String name, String language, @Nullable String title, boolean isDefault, int channels) {
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, 128, channels);
    return new MasterPlaylist.Audio(
        new AudioRendition(name, language, title, isDefault, List.of(), 48_000, channels, encode),
        audio);
  }
}
