package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.manifest.MasterPlaylist.Audio;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.testbroker.HostileText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Titles of tracks that try to become lines, attributes or elements of a manifest. */
class HostileTitlesTest {
  private static final int TRACKS = 300;
  private static final Pattern MEDIA =
      Pattern.compile("#EXT-X-MEDIA:([A-Z-]+=(\"[^\"\r\n]*\"|[A-Z0-9]+)(,|$))+");

  private final HostileText titles = new HostileText(34);

  @Test
  void hls_titlesOfTracks_areAttributesOfALineEach() {
    String playlist =
        MasterPlaylist.write(new Presentation(List.of(), sounds(), texts(), 4_000), false);

    assertThat(HostileText.attacks(playlist)).isEmpty();
    assertThat(playlist.split("\n"))
        .filteredOn(line -> line.startsWith("#EXT-X-MEDIA"))
        .hasSize(2 * TRACKS)
        .allMatch(line -> MEDIA.matcher(line).matches());
    assertThat(playlist).doesNotContain("URI=\"\"");
  }

  @Test
  void dash_titlesOfTracks_areLabelsOfXml() throws Exception {
    String manifest = DashManifest.write(new Presentation(List.of(), sounds(), texts(), 4_000));

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(manifest)));
    assertThat(HostileText.attacks(manifest)).isEmpty();
    assertThat(document.getElementsByTagName("AdaptationSet").getLength()).isEqualTo(2 * TRACKS);
    assertThat(document.getElementsByTagName("Period").getLength()).isEqualTo(1);
    assertThat(document.getElementsByTagName("x").getLength()).isZero();
  }

  private List<Audio> sounds() {
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, 128, 2);
    List<Audio> sounds = new ArrayList<>();
    for (int i = 0; i < TRACKS; i++) {
      sounds.add(
          new Audio(
              new AudioRendition(
                  "a" + i, "eng", titles.next(), i == 0, List.of(), 48_000, 2, encode),
              RenditionTrackTest.track(new long[] {4000}, new long[] {64_000})));
    }
    return sounds;
  }

  private List<SubtitleTrack> texts() {
    Timeline timeline = new Timeline(new Rational(1, 1000), 0, 4_000, 4_000);
    List<SubtitleTrack> texts = new ArrayList<>();
    for (int i = 0; i < TRACKS; i++) {
      texts.add(
          new SubtitleTrack(
              new SubtitleRendition("t" + i, i, "eng", titles.next(), false, false, List.of()),
              timeline,
              new ExtractedSubtitles("t" + i, 1, 1, 1, TextCount.of(1))));
    }
    return texts;
  }
}
