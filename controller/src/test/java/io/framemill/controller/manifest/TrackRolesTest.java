package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What both manifests say of the purpose of a track. */
class TrackRolesTest {
  @Test
  void hls_soundOfManyPurposes_tellsWhichMayBeChosenAndForWhom() {
    assertThat(
            MediaGroup.ofAudio(
                "a",
                List.of(
                    sound("eng", null, true, TrackRole.ORIGINAL),
                    sound("eng", null, false, TrackRole.AUDIO_DESCRIPTION),
                    sound("eng", null, false, TrackRole.COMMENTARY),
                    sound("eng", "Clean dialogue", false, TrackRole.HEARING_IMPAIRED),
                    sound("por-BR", null, false, TrackRole.DUB),
                    sound("por-PT", null, false, TrackRole.DUB),
                    sound("und", null, false, TrackRole.KARAOKE))))
        .isEqualTo(
            """
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English, commentary",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=NO,CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Português (Brasil)",LANGUAGE="pt-BR",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Português (Portugal)",LANGUAGE="pt-PT",DEFAULT=NO,AUTOSELECT=YES,CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Audio, karaoke",LANGUAGE="und",DEFAULT=NO,AUTOSELECT=NO,CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English, audio description",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="public.accessibility.describes-video",CHANNELS="2",URI="audio/a/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Clean dialogue",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="public.accessibility.enhances-speech-intelligibility",CHANNELS="2",URI="audio/a/playlist.m3u8"
            """);
  }

  @Test
  void hls_defaultCommentary_isAutoselectedAsEveryDefault() {
    assertThat(MediaGroup.ofAudio("a", List.of(sound("eng", null, true, TrackRole.COMMENTARY))))
        .contains("DEFAULT=YES,AUTOSELECT=YES");
  }

  @Test
  void hls_equalTracksOfALanguage_areAutoselectedOnceTheDefaultBeforeOthers() {
    assertThat(
            MediaGroup.ofSubtitles(
                "s",
                List.of(
                    text("eng", "Full", false, false),
                    text("eng", "Simple", true, false),
                    text("deu", null, false, false),
                    text("deu", null, false, false))))
        .containsSubsequence(
            "NAME=\"Full\",LANGUAGE=\"en\",DEFAULT=NO,AUTOSELECT=NO",
            "NAME=\"Simple\",LANGUAGE=\"en\",DEFAULT=YES,AUTOSELECT=YES",
            "NAME=\"Deutsch\",LANGUAGE=\"de\",DEFAULT=NO,AUTOSELECT=YES",
            "NAME=\"Deutsch 2\",LANGUAGE=\"de\",DEFAULT=NO,AUTOSELECT=NO");
  }

  @Test
  void hls_texts_tellTheHardOfHearingAndTheForcedOnesApart() {
    assertThat(
            MediaGroup.ofSubtitles(
                "s",
                List.of(
                    text("eng", null, false, false, TrackRole.HEARING_IMPAIRED),
                    text("eng", null, false, true),
                    text("eng", null, true, false),
                    text("eng", null, false, false, TrackRole.COMMENTARY))))
        .isEqualTo(
            """
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, forced",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,URI="subs/t/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,FORCED=NO,URI="subs/t/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, commentary",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=NO,FORCED=NO,URI="subs/t/playlist.m3u8"
            #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English, SDH",LANGUAGE="en",DEFAULT=NO,AUTOSELECT=YES,CHARACTERISTICS="public.accessibility.transcribes-spoken-dialog,public.accessibility.describes-music-and-sound",FORCED=NO,URI="subs/t/playlist.m3u8"
            """);
  }

  @Test
  void dash_sound_hasRolesAndForWhomItIs() {
    assertThat(dash(sound("eng", null, true, TrackRole.ORIGINAL))).containsExactly("main");
    assertThat(dash(sound("eng", null, false))).containsExactly("alternate");
    assertThat(dash(sound("deu", null, true, TrackRole.DUB))).containsExactly("main", "dub");
    assertThat(dash(sound("deu", null, false, TrackRole.COMMENTARY))).containsExactly("commentary");
    assertThat(dash(sound("deu", null, false, TrackRole.KARAOKE))).containsExactly("karaoke");
    assertThat(dash(sound("eng", null, false, TrackRole.AUDIO_DESCRIPTION)))
        .containsExactly("Accessibility 1", "alternate", "description");
    assertThat(dash(sound("deu", null, false, TrackRole.DUB, TrackRole.HEARING_IMPAIRED)))
        .containsExactly("Accessibility 2", "dub", "enhanced-audio-intelligibility");
  }

  @Test
  void dash_text_hasRolesAndForWhomItIs() {
    assertThat(dash(text("eng", null, true, false))).containsExactly("subtitle", "main");
    assertThat(dash(text("eng", null, false, true))).containsExactly("forced-subtitle");
    assertThat(dash(text("eng", null, false, false, TrackRole.HEARING_IMPAIRED)))
        .containsExactly("Accessibility 2", "caption");
    assertThat(dash(text("eng", null, false, false, TrackRole.COMMENTARY)))
        .containsExactly("subtitle", "commentary");
  }

  @Test
  void dash_languageWithRegion_isKept() {
    assertThat(manifest(List.of(sound("eng", null, true), sound("por-BR", null, false)), List.of()))
        .contains("lang=\"en\"", "lang=\"pt-BR\"");
  }

  private static List<String> dash(Audio audio) {
    return descriptors(manifest(List.of(audio), List.of()));
  }

  private static List<String> dash(SubtitleTrack text) {
    String manifest = manifest(List.of(sound("und", null, true)), List.of(text));
    return descriptors(manifest.substring(manifest.indexOf("contentType=\"text\"")));
  }

  private static String manifest(List<Audio> audios, List<SubtitleTrack> texts) {
    return DashManifest.write(new Presentation(List.of(), audios, texts, 4_000));
  }

  /** Roles by their value, the others with the name of the element before it. */
  private static List<String> descriptors(String manifest) {
    return manifest
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("<Role") || line.startsWith("<Accessibility"))
        .map(
            line ->
                line.replace("<Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=", "")
                    .replace(
                        "<Accessibility schemeIdUri=\"urn:tva:metadata:cs:AudioPurposeCS:2007\""
                            + " value=",
                        "Accessibility ")
                    .replaceAll("\"|/>", ""))
        .toList();
  }

  private static Audio sound(
      String language, @Nullable String title, boolean isDefault, TrackRole... roles) {
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, 128, 2);
    return new Audio(
        new AudioRendition("a", language, title, isDefault, List.of(roles), 48_000, 2, encode),
        RenditionTrackTest.track(new long[] {4000}, new long[] {64_000}));
  }

  private static SubtitleTrack text(
      String language,
      @Nullable String title,
      boolean isDefault,
      boolean isForced,
      TrackRole... roles) {
    return new SubtitleTrack(
        new SubtitleRendition("t", 2, language, title, isDefault, isForced, List.of(roles)),
        new Timeline(new Rational(1, 1000), 0, 4_000, 4_000),
        new ExtractedSubtitles("t", 1, 1, 1, TextCount.of(1)));
  }
}
