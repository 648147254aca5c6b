package io.framemill.controller.profile;

import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Parses a profile from YAML. Keys, units, defaults and ranges are those of {@code
 * docs/profiles.md} and of the schema {@code profiles/profile.schema.json}; the record checks the
 * ranges.
 */
final class ProfileReader {
  static final List<String> KEYS =
      List.of(
          "description",
          "encodes",
          "audio",
          "loudness",
          "packaging",
          "fps",
          "subtitles",
          "thumbnails",
          "strict",
          "program",
          "videoStream",
          "end",
          "maxDamage");
  static final List<String> ENCODE_KEYS =
      List.of("codec", "height", "crf", "maxRateKbps", "bufferKbps", "preset", "profile");
  static final List<String> AUDIO_KEYS = List.of("codec", "bitrateKbps", "channels");
  static final List<String> LOUDNESS_KEYS = List.of("targetLufs", "maxTruePeakDbtp");
  static final List<String> PACKAGING_KEYS = List.of("segmentSeconds", "dash", "mp4", "audioOnly");
  static final List<String> THUMBNAIL_KEYS =
      List.of("intervalSeconds", "width", "height", "columns", "rows");
  private static final int DEFAULT_AUDIO_KBPS = 128;
  private static final int DEFAULT_CHANNELS = 2;
  private static final int DEFAULT_MAX_TRUE_PEAK_DBTP = -1;
  private static final int DEFAULT_SEGMENT_MILLIS = 4_000;
  private static final int DEFAULT_INTERVAL_MILLIS = 10_000;
  private static final int DEFAULT_TILE_WIDTH = 160;
  private static final int DEFAULT_TILE_HEIGHT = 90;
  private static final int DEFAULT_TILES_IN_LINE = 5;

  private final String file;

  private ProfileReader(String file) {
    this.file = file;
  }

  /**
   * Reads a profile.
   *
   * @param name the profile's name
   * @param file what messages call the text
   * @throws ProfileException if it is not YAML, or has an unknown key or a wrong value
   */
  static Profile read(String name, String file, String text) {
    return new ProfileReader(file).profile(name, compose(file, text));
  }

  static ProfileException failure(String file, @Nullable Mark at, String message) {
    return new ProfileException(
        at == null
            ? file + ": " + message
            : file + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1) + ": " + message);
  }

  private static Node compose(String file, String text) {
    try {
      Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root == null) {
        throw failure(file, null, "the profile is empty");
      }
      return root;
    } catch (MarkedYAMLException e) {
      throw failure(file, e.getProblemMark(), "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw failure(file, null, "not YAML: " + String.valueOf(e.getMessage()).split("\n", 2)[0]);
    }
  }

  private Profile profile(String name, Node root) {
    YamlMap map = new YamlMap(file, root, "profile", KEYS);
    List<Profile.VideoEncode> encodes = map.items("encodes", this::videoEncode);
    if (encodes == null) {
      throw map.failure("encodes", "\"encodes\" is missing");
    }
    List<Profile.AudioEncode> audio = map.items("audio", this::audioEncode);
    return located(
        map,
        () ->
            new Profile(
                name,
                map.text("description", ""),
                encodes,
                audio == null ? List.of(defaultAudio()) : audio,
                loudness(map.value("loudness")),
                packaging(map.value("packaging")),
                fps(map),
                map.yesOrNo("subtitles", true),
                thumbnails(map.value("thumbnails")),
                "true".equals(map.oneOf("strict", List.of("true", "false"))),
                new Profile.Selection(map.wholeNumber("program"), map.wholeNumber("videoStream")),
                map.constant("end", Profile.End.LONGEST),
                orElse(map.wholeNumber("maxDamage"), Profile.DEFAULT_MAX_DAMAGE_PERCENT)));
  }

  private Profile.VideoEncode videoEncode(Node node) {
    YamlMap map = new YamlMap(file, node, "encodes", ENCODE_KEYS);
    VideoCodec codec = map.constant("codec", VideoCodec.H264);
    int maxRateKbps = map.requiredNumber("maxRateKbps");
    return located(
        map,
        () ->
            new Profile.VideoEncode(
                codec,
                map.requiredNumber("height"),
                orElse(map.wholeNumber("crf"), codec.defaultCrf()),
                maxRateKbps,
                orElse(map.wholeNumber("bufferKbps"), maxRateKbps),
                map.text("preset", codec.defaultPreset()),
                map.value("profile") == null ? null : map.text("profile", "")));
  }

  private Profile.AudioEncode audioEncode(Node node) {
    YamlMap map = new YamlMap(file, node, "audio", AUDIO_KEYS);
    return located(
        map,
        () ->
            new Profile.AudioEncode(
                map.constant("codec", AudioCodec.AAC),
                orElse(map.wholeNumber("bitrateKbps"), DEFAULT_AUDIO_KBPS),
                orElse(map.wholeNumber("channels"), DEFAULT_CHANNELS)));
  }

  private static Profile.AudioEncode defaultAudio() {
    return new Profile.AudioEncode(AudioCodec.AAC, DEFAULT_AUDIO_KBPS, DEFAULT_CHANNELS);
  }

  private @Nullable Loudness loudness(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    YamlMap map = new YamlMap(file, node, "loudness", LOUDNESS_KEYS);
    int target = map.requiredNumber("targetLufs");
    int peak = orElse(map.wholeNumber("maxTruePeakDbtp"), DEFAULT_MAX_TRUE_PEAK_DBTP);
    return located(map, () -> new Loudness(target, peak));
  }

  private Profile.Packaging packaging(@Nullable Node node) {
    if (node == null) {
      return new Profile.Packaging(DEFAULT_SEGMENT_MILLIS, true, List.of(), false);
    }
    YamlMap map = new YamlMap(file, node, "packaging", PACKAGING_KEYS);
    List<Integer> mp4 = map.wholeNumbers("mp4");
    return new Profile.Packaging(
        millis(
            map,
            "segmentSeconds",
            DEFAULT_SEGMENT_MILLIS,
            Timeline.MIN_SEGMENT_MILLIS,
            Timeline.MAX_SEGMENT_MILLIS),
        map.yesOrNo("dash", true),
        mp4 == null ? List.of() : mp4,
        map.yesOrNo("audioOnly", false));
  }

  private static @Nullable Rational fps(YamlMap map) {
    if (map.value("fps") == null) {
      return null;
    }
    String text = map.text("fps", "");
    return FrameRateText.read(text)
        .orElseThrow(
            () -> map.failure("fps", "fps: 1 to 240, as 30, 29.97 or 30000/1001, not " + text));
  }

  private Profile.@Nullable Thumbnails thumbnails(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    YamlMap map = new YamlMap(file, node, "thumbnails", THUMBNAIL_KEYS);
    return located(
        map,
        () ->
            new Profile.Thumbnails(
                millis(
                    map,
                    "intervalSeconds",
                    DEFAULT_INTERVAL_MILLIS,
                    Profile.Thumbnails.MIN_INTERVAL_MILLIS,
                    Profile.Thumbnails.MAX_INTERVAL_MILLIS),
                orElse(map.wholeNumber("width"), DEFAULT_TILE_WIDTH),
                orElse(map.wholeNumber("height"), DEFAULT_TILE_HEIGHT),
                orElse(map.wholeNumber("columns"), DEFAULT_TILES_IN_LINE),
                orElse(map.wholeNumber("rows"), DEFAULT_TILES_IN_LINE)));
  }

  /** Seconds with up to three decimals, in milliseconds. */
  private static int millis(YamlMap map, String key, int absent, int least, int most) {
    if (map.value(key) == null) {
      return absent;
    }
    String seconds = map.text(key, "");
    try {
      int millis = new BigDecimal(seconds).movePointRight(3).intValueExact();
      if (millis >= least && millis <= most) {
        return millis;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Reported like a number out of range.
    }
    throw map.failure(
        key,
        "%s: %s to %s, at most three decimals, not %s"
            .formatted(key, seconds(least), seconds(most), seconds));
  }

  private static String seconds(int millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  /**
   * Builds a record. Reports a value that its constructor rejects at the key with which the message
   * begins.
   */
  private static <T> T located(YamlMap map, Supplier<T> record) {
    try {
      return record.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw map.failure(message.split("[^a-zA-Z]", 2)[0], message);
    }
  }

  private static int orElse(@Nullable Integer value, int absent) {
    return value == null ? absent : value;
  }
}
