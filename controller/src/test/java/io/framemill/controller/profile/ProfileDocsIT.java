package io.framemill.controller.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual of the format against the schema and the reader. */
class ProfileDocsIT {
  private static final Path ROOT = Path.of(System.getProperty("framemill.root"));
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final String manual = read("docs/profiles.md");
  private final JsonNode schema =
      parsed("controller/src/main/resources/profiles/profile.schema.json");

  @Test
  void manual_everyKeyOfTheSchema_hasARowOfItsOwn() {
    List<String> keys = new ArrayList<>();
    collectKeys(schema, keys);

    assertThat(keys).contains("encodes", "crf", "channels", "segmentSeconds");
    assertThat(keys).allSatisfy(key -> assertThat(manual).contains("\n| `" + key + "` |"));
  }

  @Test
  void manual_oneOfItsExamples_hasEveryKeyOfTheSchema() {
    List<String> keys = new ArrayList<>();
    collectKeys(schema, keys);

    assertThat(EXAMPLE.matcher(manual).results().map(example -> example.group(1)))
        .anySatisfy(
            example ->
                assertThat(keys)
                    .allSatisfy(
                        key ->
                            assertThat(example)
                                .containsPattern("(?m)^[ -]*" + Pattern.quote(key) + ":")));
  }

  @Test
  void manual_everyWordOfTheSchema_isInIt() {
    List<JsonNode> words = schema.findValues("enum");

    assertThat(words).isNotEmpty();
    for (JsonNode list : words) {
      for (JsonNode word : list) {
        if (word.isTextual()) {
          assertThat(manual).contains("`" + word.asText() + "`");
        }
      }
    }
  }

  @Test
  void manual_everyBuiltInProfile_isNamed() {
    assertThat(Profiles.builtInNames())
        .allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    assertThat(Profiles.builtInNames())
        .allSatisfy(name -> assertThat(read("README.md")).contains("`" + name + "`"));
  }

  /** An example that shows some keys only is completed with a ladder. */
  @Test
  void manual_everyExample_isAProfile() {
    Matcher example = EXAMPLE.matcher(manual);
    int count = 0;
    while (example.find()) {
      String text = example.group(1);
      String rungs =
          "encodes: [{height: 1080, maxRateKbps: 9}, {height: 720, maxRateKbps: 9},"
              + " {height: 480, maxRateKbps: 9}]\n";
      String whole =
          text.startsWith("encodes:") || text.contains("\nencodes:") ? text : rungs + text;
      assertThat(ProfileReader.read("example", "example " + ++count, whole)).isNotNull();
    }
    assertThat(count).isGreaterThan(2);
  }

  private static void collectKeys(JsonNode node, List<String> keys) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().equals("properties")) {
        field.getValue().fieldNames().forEachRemaining(keys::add);
      }
      collectKeys(field.getValue(), keys);
    }
    if (node.isArray()) {
      node.forEach(item -> collectKeys(item, keys));
    }
  }

  private static String read(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parsed(String path) {
    try {
      return new ObjectMapper().readTree(read(path));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
