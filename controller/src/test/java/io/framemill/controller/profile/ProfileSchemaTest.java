package io.framemill.controller.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors use says what the reader does. */
class ProfileSchemaTest {
  private static final JsonNode SCHEMA = schema();

  /** Stands for the outermost mapping. */
  private static final String TOP = "profile";

  private static final String RUNG = "encodes: [{height: 2, maxRateKbps: 9}]\n";

  @Test
  void keys_everyMapping_areThoseOfTheReader() {
    assertThat(keysOf(SCHEMA)).containsExactlyElementsOf(ProfileReader.KEYS);
    assertThat(keysOf(definition("encode"))).containsExactlyElementsOf(ProfileReader.ENCODE_KEYS);
    assertThat(keysOf(definition("audio"))).containsExactlyElementsOf(ProfileReader.AUDIO_KEYS);
    assertThat(keysOf(definition("loudness")))
        .containsExactlyElementsOf(ProfileReader.LOUDNESS_KEYS);
    assertThat(keysOf(definition("packaging")))
        .containsExactlyElementsOf(ProfileReader.PACKAGING_KEYS);
    assertThat(keysOf(definition("thumbnails")))
        .containsExactlyElementsOf(ProfileReader.THUMBNAIL_KEYS);
    assertThat(SCHEMA.findValuesAsText("additionalProperties")).containsOnly("false").hasSize(6);
  }

  @Test
  void words_everyFixedSet_areThoseOfTheReader() {
    assertThat(words("encode", "codec")).isEqualTo(names(VideoCodec.values()));
    assertThat(words("audio", "codec")).isEqualTo(names(AudioCodec.values()));
    assertThat(words(TOP, "end")).isEqualTo(names(Profile.End.values()));
  }

  @ParameterizedTest
  @EnumSource(VideoCodec.class)
  void codec_itsRangesAndWords_areThoseOfTheReader(VideoCodec codec) {
    JsonNode rules = rulesOf(codec);
    String name = codec.name().toLowerCase(Locale.ROOT);
    String profile = "encodes: [{height: 2, maxRateKbps: 9, codec: " + name + ", crf: %s}]";
    int least = rules.path("crf").path("minimum").intValue();
    int most = rules.path("crf").path("maximum").intValue();
    accepts(profile, BigDecimal.valueOf(least));
    refuses(profile, BigDecimal.valueOf(least - 1));
    accepts(profile, BigDecimal.valueOf(most));
    refuses(profile, BigDecimal.valueOf(most + 1));
    assertThat(texts(rules.path("preset").path("enum"))).isEqualTo(codec.presets());
    assertThat(texts(rules.path("profile").path("enum"))).isEqualTo(codec.profiles());
    assertThat(rules.path("profile").isBoolean()).isEqualTo(codec.profiles().isEmpty());
    Profile.VideoEncode implied =
        encode("encodes: [{height: 2, maxRateKbps: 9, codec: " + name + "}]");
    assertThat(rules.path("crf").path("default").intValue()).isEqualTo(implied.crf());
    assertThat(rules.path("preset").path("default").asText()).isEqualTo(implied.preset());
  }

  @Test
  void codecs_all_haveTheirRules() {
    assertThat(definition("encode").path("allOf")).hasSize(VideoCodec.values().length);
  }

  private static JsonNode rulesOf(VideoCodec codec) {
    for (JsonNode rule : definition("encode").path("allOf")) {
      String name = rule.at("/if/properties/codec/const").asText();
      if (name.equals(codec.name().toLowerCase(Locale.ROOT))) {
        return rule.at("/then/properties");
      }
    }
    throw new AssertionError("no rules for " + codec);
  }

  private static Profile.VideoEncode encode(String profile) {
    return ProfileReader.read("p", "p.yaml", profile).encodes().get(0);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Each number: the mapping and key, and a profile with a place for it. */
  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of("encode", "height", "encodes: [{maxRateKbps: 9, height: %s}]"),
        Arguments.of("encode", "maxRateKbps", "encodes: [{height: 2, maxRateKbps: %s}]"),
        Arguments.of(
            "encode", "bufferKbps", "encodes: [{height: 2, maxRateKbps: 9, bufferKbps: %s}]"),
        Arguments.of("audio", "bitrateKbps", RUNG + "audio: [{bitrateKbps: %s}]"),
        Arguments.of("audio", "channels", RUNG + "audio: [{channels: %s}]"),
        Arguments.of("loudness", "targetLufs", RUNG + "loudness: {targetLufs: %s}"),
        Arguments.of(
            "loudness",
            "maxTruePeakDbtp",
            RUNG + "loudness: {targetLufs: -16, maxTruePeakDbtp: %s}"),
        Arguments.of("packaging", "segmentSeconds", RUNG + "packaging: {segmentSeconds: %s}"),
        Arguments.of("thumbnails", "intervalSeconds", RUNG + "thumbnails: {intervalSeconds: %s}"),
        Arguments.of("thumbnails", "width", RUNG + "thumbnails: {width: %s}"),
        Arguments.of("thumbnails", "height", RUNG + "thumbnails: {height: %s}"),
        Arguments.of("thumbnails", "columns", RUNG + "thumbnails: {columns: %s}"),
        Arguments.of("thumbnails", "rows", RUNG + "thumbnails: {rows: %s}"),
        Arguments.of(TOP, "program", RUNG + "program: %s"),
        Arguments.of(TOP, "videoStream", RUNG + "videoStream: %s"),
        Arguments.of(TOP, "maxDamage", RUNG + "maxDamage: %s"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("numbers")
  void bounds_everyNumber_areThoseOfTheReader(String mapping, String key, String profile) {
    JsonNode rule = definition(mapping).path("properties").path(key);
    BigDecimal step =
        rule.has("multipleOf") ? rule.path("multipleOf").decimalValue() : BigDecimal.ONE;
    BigDecimal least = rule.path("minimum").decimalValue();
    accepts(profile, least);
    refuses(profile, least.subtract(step));
    if (rule.has("maximum")) {
      BigDecimal most = rule.path("maximum").decimalValue();
      accepts(profile, most);
      refuses(profile, most.add(step));
    } else {
      accepts(profile, BigDecimal.valueOf(Integer.MAX_VALUE));
    }
    refuses(profile, least.add(step.divide(BigDecimal.valueOf(2))));
  }

  @Test
  void numbers_all_areInTheList() {
    List<String> inSchema = new ArrayList<>();
    for (String mapping : List.of("encode", "audio", "loudness", "packaging", "thumbnails", TOP)) {
      for (String key : keysOf(definition(mapping))) {
        if (definition(mapping).path("properties").path(key).has("minimum")) {
          inSchema.add(mapping + " " + key);
        }
      }
    }
    assertThat(numbers().map(number -> number.get()[0] + " " + number.get()[1]))
        .containsExactlyElementsOf(inSchema);
  }

  @Test
  void defaults_everyKey_areThoseOfTheReader() {
    Profile implied = ProfileReader.read("p", "p.yaml", RUNG);
    StringBuilder stated = new StringBuilder("encodes:\n  - height: 2\n    maxRateKbps: 9\n");
    stated.append(defaults("encode", "    "));
    stated.append("audio:\n  - bitrateKbps: ").append(standard("audio", "bitrateKbps"));
    stated.append("\n    channels: ").append(standard("audio", "channels"));
    stated.append("\n    codec: ").append(standard("audio", "codec").asText());
    stated.append("\npackaging:\n").append(defaults("packaging", "  "));
    assertThat(ProfileReader.read("p", "p.yaml", stated.toString())).isEqualTo(implied);
    assertThat(
            ProfileReader.read(
                "p", "p.yaml", RUNG + "thumbnails:\n" + defaults("thumbnails", "  ")))
        .isEqualTo(ProfileReader.read("p", "p.yaml", RUNG + "thumbnails: {}"));
    assertThat(SCHEMA.at("/properties/subtitles/default").asBoolean())
        .isEqualTo(implied.subtitles());
    assertThat(ProfileReader.read("p", "p.yaml", RUNG + scalarDefaults())).isEqualTo(implied);
    assertThat(SCHEMA.at("/properties/audio/default/0")).hasToString(audioDefaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"height", "maxRateKbps"})
  void required_encodeWithoutIt_isRefusedByTheReader(String key) {
    String other = key.equals("height") ? "maxRateKbps: 9" : "height: 2";
    assertThat(definition("encode").path("required")).extracting(JsonNode::asText).contains(key);
    assertThatThrownBy(() -> ProfileReader.read("p", "p.yaml", "encodes: [{" + other + "}]"))
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining(key);
  }

  /** Of the outermost mapping, all defaults that are no list. */
  private static String scalarDefaults() {
    return defaults(TOP, "").replaceAll("(?m)^audio: .*\n", "");
  }

  private static String audioDefaults() {
    return String.format(
        Locale.ROOT,
        "{\"codec\":%s,\"bitrateKbps\":%s,\"channels\":%s}",
        standard("audio", "codec"),
        standard("audio", "bitrateKbps"),
        standard("audio", "channels"));
  }

  /** All keys of a mapping that have a default, with it. */
  private static String defaults(String mapping, String indent) {
    StringBuilder lines = new StringBuilder();
    for (String key : keysOf(definition(mapping))) {
      JsonNode value = standard(mapping, key);
      if (!value.isMissingNode()) {
        lines.append(indent).append(key).append(": ").append(value).append('\n');
      }
    }
    return lines.toString();
  }

  private static JsonNode standard(String mapping, String key) {
    return definition(mapping).path("properties").path(key).path("default");
  }

  private static void accepts(String profile, BigDecimal value) {
    String text = String.format(Locale.ROOT, profile, value.toPlainString());
    assertThat(ProfileReader.read("p", "p.yaml", text)).as(text).isNotNull();
  }

  private static void refuses(String profile, BigDecimal value) {
    String text = String.format(Locale.ROOT, profile, value.toPlainString());
    assertThatThrownBy(() -> ProfileReader.read("p", "p.yaml", text))
        .as(text)
        .isInstanceOf(ProfileException.class);
  }

  private static List<String> words(String mapping, String key) {
    return texts(definition(mapping).path("properties").path(key).path("enum"));
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  private static List<String> keysOf(JsonNode mapping) {
    List<String> keys = new ArrayList<>();
    mapping.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode definition(String name) {
    return name.equals(TOP) ? SCHEMA : SCHEMA.path("$defs").path(name);
  }

  private static JsonNode schema() {
    String resource = "/profiles/profile.schema.json";
    try (InputStream in = ProfileSchemaTest.class.getResourceAsStream(resource)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, resource));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
