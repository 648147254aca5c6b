package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashManifestTest {
  @Test
  void write_pictureAndSound_tellsTimesInTicksOfTheTracks() {
    RenditionTrack picture =
        RenditionTrackTest.track(
            new long[] {4000, 4000, 2000}, new long[] {500_000, 500_000, 250_000});

    String text =
        DashManifest.write(
            new Presentation(
                List.of(video("360p", 640, 360, picture)),
                List.of(sound("eng-128k", "eng", "Director's <cut>", true)),
                List.of(),
                4_000));

    assertThat(text)
        .isEqualTo(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" type="static" mediaPresentationDuration="PT10.000000S" minBufferTime="PT6S">
              <Period id="0" start="PT0S">
                <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1" maxWidth="640" maxHeight="360" sar="1:1">
                  <Representation id="360p" bandwidth="1000000" codecs="avc1.64001f" width="640" height="360" frameRate="25">
                    <SegmentTemplate timescale="16000" presentationTimeOffset="16000" startNumber="1" initialization="video/360p/init.mp4" media="video/360p/$Number%05d$.m4s">
                      <SegmentTimeline>
                        <S t="16000" d="64000" r="1"/>
                        <S d="32000"/>
                      </SegmentTimeline>
                    </SegmentTemplate>
                  </Representation>
                </AdaptationSet>
                <AdaptationSet id="1" contentType="audio" mimeType="audio/mp4" segmentAlignment="true" startWithSAP="1" lang="en">
                  <AudioChannelConfiguration schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="2"/>
                  <Label>Director's &lt;cut&gt;</Label>
                  <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                  <Representation id="eng-128k" bandwidth="128001" codecs="mp4a.40.2" audioSamplingRate="48000">
                    <SegmentTemplate timescale="48000" presentationTimeOffset="48000" startNumber="1" initialization="audio/eng-128k/init.mp4" media="audio/eng-128k/$Number%05d$.m4s">
                      <SegmentTimeline>
                        <S t="48000" d="192512"/>
                        <S d="287488"/>
                      </SegmentTimeline>
                    </SegmentTemplate>
                  </Representation>
                </AdaptationSet>
              </Period>
            </MPD>
            """);
  }

  @Test
  void write_intervalWithoutPicture_listsTheFilesThatThereAre() {
    RenditionTrack gap =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 12_800),
            List.of(
                new EncodedSegment(1, 10_000, 5, 0, 115_200),
                new EncodedSegment(3, 10_000, 5, 115_200, 153_600)));

    String text =
        DashManifest.write(
            new Presentation(List.of(video("360p", 640, 360, gap)), List.of(), List.of(), 4_000));

    assertThat(text)
        .contains(
            "profile:isoff-main:2011",
            "<SegmentList timescale=\"12800\" presentationTimeOffset=\"12800\">",
            "<Initialization sourceURL=\"video/360p/init.mp4\"/>",
            "<S t=\"12800\" d=\"115200\"/>",
            "<SegmentURL media=\"video/360p/00001.m4s\"/>",
            "<SegmentURL media=\"video/360p/00003.m4s\"/>")
        .doesNotContain("SegmentTemplate", "00002");
  }

  @Test
  void write_severalCodecs_areOneSetEachBetweenWhichPlayersMaySwitch() {
    RenditionTrack avc = RenditionTrackTest.track(new long[] {4000}, new long[] {500_000});
    RenditionTrack av1 = new RenditionTrack("av01.0.04M.08", avc.timeBase(), avc.segments());
    VideoEncode encode = new VideoEncode(VideoCodec.AV1, 360, 32, 400, 400, "8", null);
    MasterPlaylist.Video second =
        new MasterPlaylist.Video(new VideoRendition("360p-av1", 640, 360, encode), av1);

    String text =
        DashManifest.write(
            new Presentation(
                List.of(
                    video("360p-h264", 640, 360, avc), second, video("180p-h264", 320, 180, avc)),
                List.of(sound("eng-128k", "eng", null, true)),
                List.of(),
                4_000));

    assertThat(text.lines().map(String::strip))
        .filteredOn(line -> line.matches("<(AdaptationSet|SupplementalProperty|Representation).*"))
        .map(
            line ->
                line.replaceAll(
                    " (bandwidth|contentType|mimeType|segment|start|frame|sar|audio).*?=\".*?\"",
                    ""))
        .containsExactly(
            "<AdaptationSet id=\"0\" maxWidth=\"640\" maxHeight=\"360\">",
            "<SupplementalProperty schemeIdUri=\"urn:mpeg:dash:adaptation-set-switching:2016\""
                + " value=\"1\"/>",
            "<Representation id=\"360p-h264\" codecs=\"avc1.64001f\" width=\"640\" height=\"360\">",
            "<Representation id=\"180p-h264\" codecs=\"avc1.64001f\" width=\"320\" height=\"180\">",
            "<AdaptationSet id=\"1\" maxWidth=\"640\" maxHeight=\"360\">",
            "<SupplementalProperty schemeIdUri=\"urn:mpeg:dash:adaptation-set-switching:2016\""
                + " value=\"0\"/>",
            "<Representation id=\"360p-av1\" codecs=\"av01.0.04M.08\" width=\"640\""
                + " height=\"360\">",
            "<AdaptationSet id=\"2\" lang=\"en\">",
            "<Representation id=\"eng-128k\" codecs=\"mp4a.40.2\">");
  }

  @Test
  void write_soundOnly_lastsAsLongAsTheSound() {
    assertThat(
            DashManifest.write(
                new Presentation(
                    List.of(),
                    List.of(
                        sound("und-128k", "und", null, true),
                        sound("deu-128k", "deu", null, false)),
                    List.of(),
                    4_000)))
        .contains("mediaPresentationDuration=\"PT10.000000S\"", "value=\"alternate\"")
        .doesNotContain("video", "lang=\"und\"", "Label");
  }

  @Test
  void write_filmRate_isAFraction() {
    RenditionTrack film =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 24_000),
            List.of(new EncodedSegment(1, 10_000, 96, 0, 96 * 1001)));

    assertThat(
            DashManifest.write(
                new Presentation(
                    List.of(video("360p", 640, 360, film)), List.of(), List.of(), 4_000)))
        .contains("frameRate=\"24000/1001\"", "mediaPresentationDuration=\"PT4.004000S\"");
  }

  @Test
  void write_filmInMilliseconds_hasItsNominalRateInBothManifests() {
    RenditionTrack film =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 1000),
            List.of(
                new EncodedSegment(1, 10_000, 96, 0, 4000),
                new EncodedSegment(2, 10_000, 96, 4000, 8000),
                new EncodedSegment(3, 10_000, 98, 8000, 12_083)));
    Presentation presentation =
        new Presentation(List.of(video("360p", 640, 360, film)), List.of(), List.of(), 4_000);

    assertThat(DashManifest.write(presentation)).contains("frameRate=\"24\"");
    assertThat(MasterPlaylist.write(presentation, false)).contains("FRAME-RATE=24.000\n");
  }

  @ParameterizedTest
  @MethodSource("io.framemill.controller.manifest.HlsSamples#all")
  void write_everyPresentation_countsItsAdaptationSetsFromZero(HlsSamples.Playlists sample) {
    Presentation presentation = sample.presentation();
    long codecs =
        presentation.videos().stream()
            .map(video -> video.rendition().encode().codec())
            .distinct()
            .count();
    long sets = codecs + presentation.audios().size() + presentation.texts().size();

    List<String> ids =
        Pattern.compile("<AdaptationSet id=\"(\\d+)\"")
            .matcher(DashManifest.write(presentation))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(ids).isEqualTo(LongStream.range(0, sets).mapToObj(String::valueOf).toList());
  }

  @Test
  void write_picturesSevenSecondsApart_haveTheMeasuredRate() {
    RenditionTrack slides =
        new RenditionTrack(
            "avc1.64001f",
            new Rational(1, 1000),
            List.of(
                new EncodedSegment(1, 10_000, 1, 0, 7000),
                new EncodedSegment(2, 10_000, 1, 7000, 14_000)));
    Presentation presentation =
        new Presentation(List.of(video("360p", 640, 360, slides)), List.of(), List.of(), 4_000);

    assertThat(DashManifest.write(presentation)).contains("frameRate=\"1/7\"");
    assertThat(MasterPlaylist.write(presentation, false)).contains("FRAME-RATE=0.143\n");
  }

  private static MasterPlaylist.Video video(
      String name, int width, int height, RenditionTrack track) {
    return new MasterPlaylist.Video(
        new VideoRendition(name, width, height, Media.encode(height)), track);
  }

  private static MasterPlaylist.Audio sound(
      String name, String language, @Nullable String title, boolean isDefault) {
    RenditionTrack track =
        new RenditionTrack(
            "mp4a.40.2",
            new Rational(1, 48_000),
            List.of(
                new EncodedSegment(1, 64_171, 188, 0, 192_512),
                new EncodedSegment(2, 64_171, 281, 192_512, 480_000)));
    AudioEncode encode = new AudioEncode(AudioCodec.AAC, 128, 2);
    return new MasterPlaylist.Audio(
        new AudioRendition(name, language, title, isDefault, List.of(), 48_000, 2, encode), track);
  }
}
