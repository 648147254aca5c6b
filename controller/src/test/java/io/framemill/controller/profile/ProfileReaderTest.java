package io.framemill.controller.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoCodec;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileReaderTest {
  private static final String RUNG = "encodes:\n  - height: 720\n    maxRateKbps: 2800\n";

  @Test
  void read_equalAudioEntries_isRefusedWhereTheyStand() {
    assertThatThrownBy(
            () ->
                ProfileReader.read(
                    "a",
                    "a.yaml",
                    """
                    encodes: [{height: 360, maxRateKbps: 800}]
                    audio: [{bitrateKbps: 128}, {channels: 2}]
                    """))
        .isInstanceOf(ProfileException.class)
        .hasMessageStartingWith("a.yaml:2:")
        .hasMessageContaining("audio: two entries are the same");
  }

  @Test
  void read_everyKey_isTaken() {
    Profile profile =
        read(
            """
            description: For phones
            encodes:
              - codec: h264
                height: 480
                crf: 25
                maxRateKbps: 900
                bufferKbps: 1800
                preset: slow
                profile: main
            audio:
              - {codec: opus, bitrateKbps: 64, channels: 6}
            loudness: {targetLufs: -23, maxTruePeakDbtp: -2}
            packaging:
              segmentSeconds: 2.5
              dash: false
              mp4: [480]
              audioOnly: true
            fps: 30000/1001
            subtitles: false
            thumbnails:
              intervalSeconds: 2.5
              width: 240
              height: 136
              columns: 4
              rows: 3
            strict: true
            program: 28106
            videoStream: 3
            end: picture
            maxDamage: 10
            """);

    assertThat(profile)
        .isEqualTo(
            new Profile(
                "mine",
                "For phones",
                List.of(new VideoEncode(VideoCodec.H264, 480, 25, 900, 1800, "slow", "main")),
                List.of(new AudioEncode(AudioCodec.OPUS, 64, 6)),
                new Loudness(-23, -2),
                new Profile.Packaging(2_500, false, List.of(480), true),
                new Rational(30_000, 1001),
                false,
                new Profile.Thumbnails(2_500, 240, 136, 4, 3),
                true,
                new Profile.Selection(28_106, 3),
                Profile.End.PICTURE,
                10));
  }

  @Test
  void read_onlyRequiredKeys_takesDefaults() {
    assertThat(read(RUNG))
        .isEqualTo(
            new Profile(
                "mine",
                "",
                List.of(new VideoEncode(VideoCodec.H264, 720, 21, 2800, 2800, "veryfast", null)),
                List.of(new AudioEncode(AudioCodec.AAC, 128, 2)),
                null,
                new Profile.Packaging(4_000, true, List.of(), false),
                null,
                true,
                null,
                false,
                Profile.Selection.BEST,
                Profile.End.LONGEST,
                Profile.DEFAULT_MAX_DAMAGE_PERCENT));
  }

  @ParameterizedTest
  @CsvSource({"hevc, HEVC, 24, fast", "av1, AV1, 32, 8", "vp9, VP9, 32, 5"})
  void read_otherCodec_takesItsDefaults(String name, VideoCodec codec, int crf, String preset) {
    assertThat(read(RUNG + "    codec: " + name + "\n").encodes())
        .containsExactly(new VideoEncode(codec, 720, crf, 2800, 2800, preset, null));
  }

  @Test
  void read_numberedPreset_isTaken() {
    assertThat(read(RUNG + "    codec: av1\n    preset: 4\n").encodes().get(0).preset())
        .isEqualTo("4");
  }

  @Test
  void read_emptyThumbnails_takesDefaults() {
    assertThat(read(RUNG + "thumbnails: {}\n").thumbnails())
        .isEqualTo(new Profile.Thumbnails(10_000, 160, 90, 5, 5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width: 15 | 5:10: width: even, 16 to 640, not 15",
        "rows: 21 | 5:9: rows: 1 to 20, not 21",
        "intervalSeconds: 0.4 | 5:20: intervalSeconds: 0.5 to 3600, at most three decimals, not 0.4",
        "format: png | 5:3: unknown key \"format\"; known here: intervalSeconds, width, height, columns, rows"
      })
  void read_wrongThumbnails_areRefusedWithTheirPlace(String line, String message) {
    assertRefused(RUNG + "thumbnails:\n  " + line + "\n", "mine.yaml:" + message);
  }

  @Test
  void read_emptyAudioList_meansNoSound() {
    assertThat(read(RUNG + "audio: []\n").audio()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mp4: [500] | mine.yaml:5:3: packaging: mp4: no rendition has the height 500",
        "mp4: 480 | mine.yaml:5:8: mp4: expected a list, one \"- \" for each item",
        "mp4: [big] | mine.yaml:5:9: mp4: expected a whole number, not big",
        "dash: maybe | mine.yaml:5:9: dash: one of true, false, not maybe"
      })
  void read_wrongPackaging_isRefusedWithItsPlace(String line, String message) {
    assertRefused(RUNG + "packaging:\n  " + line + "\n", message);
  }

  @ParameterizedTest
  @CsvSource({
    "30,30,1",
    "12.5,25,2",
    "23.976,24000,1001",
    "29.97,30000,1001",
    "59.94,60000,1001",
    "24000/1001,24000,1001",
    "15.015,3003,200",
    "1,1,1",
    "240,240,1"
  })
  void read_fps_isExact(String text, long numerator, long denominator) {
    assertThat(read(RUNG + "fps: " + text).fps()).isEqualTo(new Rational(numerator, denominator));
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "-30",
    "0.5",
    "241",
    "30/0",
    "30/-1",
    "ntsc",
    "29.9701",
    "1e1",
    "9999999999999999999"
  })
  void read_fpsOutOfRange_isRefusedWithItsPlace(String text) {
    assertRefused(
        RUNG + "fps: " + text,
        "mine.yaml:4:6: fps: 1 to 240, as 30, 29.97 or 30000/1001, not " + text);
  }

  @Test
  void read_strictIsNoTruthValue_isRefused() {
    assertRefused(RUNG + "strict: maybe\n", "mine.yaml:4:9: strict: one of true, false, not maybe");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "program: 0 | 10: program: 1 to 65535, not 0",
        "program: 65536 | 10: program: 1 to 65535, not 65536",
        "program: BBC | 10: program: expected a whole number, not BBC",
        "videoStream: -1 | 14: videoStream: 0 or more, not -1",
        "videoStream: best | 14: videoStream: expected a whole number, not best",
        "end: never | 6: end: one of longest, picture, not never",
        "end: LONGEST | 6: end: one of longest, picture, not LONGEST",
        "maxDamage: -1 | 12: maxDamage: 0 to 100, not -1",
        "maxDamage: 101 | 12: maxDamage: 0 to 100, not 101",
        "maxDamage: 5% | 12: maxDamage: expected a whole number, not 5%"
      })
  void read_wrongChoiceOfStreamsEndOrDamage_isRefusedWithItsPlace(String line, String complaint) {
    assertRefused(RUNG + line + "\n", "mine.yaml:4:" + complaint);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 0", "65535, 199, 100"})
  void read_boundsOfStreamsAndDamage_areTaken(int program, int stream, int damage) {
    Profile profile =
        read(
            String.format(
                Locale.ROOT,
                "%sprogram: %d%nvideoStream: %d%nmaxDamage: %d%n",
                RUNG,
                program,
                stream,
                damage));

    assertThat(profile.selection()).isEqualTo(new Profile.Selection(program, stream));
    assertThat(profile.maxDamagePercent()).isEqualTo(damage);
  }

  @Test
  void read_unknownTopKey_isRefusedWithItsPlaceAndTheKnownOnes() {
    assertRefused(
        RUNG + "encode:\n",
        "mine.yaml:4:1: unknown key \"encode\"; known here: description, encodes, audio, loudness, packaging, fps,"
            + " subtitles, thumbnails, strict, program, videoStream, end, maxDamage");
  }

  @Test
  void read_unknownKeyInside_isRefusedWithItsPlaceAndTheKnownOnes() {
    assertRefused(
        RUNG + "    crff: 20\n",
        "mine.yaml:4:5: unknown key \"crff\"; known here: codec, height, crf, maxRateKbps,"
            + " bufferKbps, preset, profile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'encodes:\n  - maxRateKbps: 9\n    height: 721' | 3:13: height: even, 2 to 8640, not 721",
        "'encodes:\n  - maxRateKbps: 9\n    height: 8642' | 3:13: height: even, 2 to 8640, not 8642",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, crf: 52}' | 2:38: crf: 0 to 51, not 52",
        "'encodes:\n  - {maxRateKbps: 9, height: tall}' | 2:30: height: expected a whole number, not tall",
        "'encodes:\n  - {maxRateKbps: 9, height: 2.5}' | 2:30: height: expected a whole number, not 2.5",
        "'encodes:\n  - {maxRateKbps: 9, height: }' | 2:29: height: expected a whole number",
        "'encodes:\n  - {maxRateKbps: 9}' | 2:5: \"height\" is missing",
        "'encodes:\n  - {height: 20}' | 2:5: \"maxRateKbps\" is missing",
        "'encodes:\n  - {maxRateKbps: 0, height: 2}' | 2:19: maxRateKbps and bufferKbps: above 0, not 0 and 0",
        "'encodes:\n  - {maxRateKbps: 1, maxRateKbps: 1}' | 2:22: key \"maxRateKbps\" stands here twice",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, codec: vp8}' | 2:40: codec: one of h264, hevc, av1, vp9, not vp8",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, codec: av1, crf: 64}' | 2:50: crf: 1 to 63, not 64",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, codec: hevc, preset: 8}' | 2:54: preset: one of"
            + " ultrafast, superfast, veryfast, faster, fast, medium, slow, slower, veryslow, not 8",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, codec: vp9, profile: main}' | 2:54: profile: none"
            + " for this codec, not main",
        "'encodes:\n  - {maxRateKbps: 9, height: 2, profile: hi}' | 2:42: profile: one of baseline, main, high, not hi",
        "'encodes:\n  - 720' | 2:5: encodes: expected \"key: value\" lines",
        "'encodes: []' | 1:10: encodes: at least one rendition is needed",
        "'encodes: 720' | 1:10: encodes: expected a list, one \"- \" for each item",
        "'audio: []' | 1:1: \"encodes\" is missing",
        "'just a text' | 1:1: profile: expected \"key: value\" lines"
      })
  void read_wrongValue_isRefusedWithItsPlace(String text, String complaint) {
    assertRefused(text, "mine.yaml:" + complaint);
  }

  @ParameterizedTest
  @CsvSource({"0.4", "61", "1.0005", "long", "1e99"})
  void read_segmentLengthOutOfRange_isRefusedInSeconds(String seconds) {
    assertRefused(
        RUNG + "packaging:\n  segmentSeconds: " + seconds,
        "mine.yaml:5:19: segmentSeconds: 0.5 to 60, at most three decimals, not " + seconds);
  }

  @ParameterizedTest
  @CsvSource({"bitrateKbps,7,'8 to 640, not 7'", "channels,9,'1 to 8, not 9'"})
  void read_audioOutOfRange_isRefusedWithItsPlace(String key, String value, String complaint) {
    assertRefused(
        RUNG + "audio:\n  - " + key + ": " + value,
        "mine.yaml:5:" + (5 + key.length() + 2) + ": " + key + ": " + complaint);
  }

  @Test
  void read_unknownPreset_namesThePresets() {
    assertThatThrownBy(() -> read(RUNG + "    preset: warp"))
        .isInstanceOf(ProfileException.class)
        .hasMessageStartingWith("mine.yaml:4:13: preset: one of ultrafast, superfast,")
        .hasMessageEndingWith("not warp");
  }

  @Test
  void read_brokenYaml_isRefusedWithItsPlaceInOneLine() {
    assertThatThrownBy(() -> read("encodes:\n  - [1, 2\n"))
        .isInstanceOf(ProfileException.class)
        .hasMessageMatching("mine\\.yaml:3:1: not YAML: .+")
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_emptyText_isRefused() {
    assertRefused("# nothing\n", "mine.yaml: the profile is empty");
  }

  private static Profile read(String text) {
    return ProfileReader.read("mine", "mine.yaml", text);
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProfileException.class).hasMessage(message);
  }
}
