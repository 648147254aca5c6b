package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names in messages that would be paths: a task or report that holds one is no message. */
class HostileNameTest {
  /** Fields that become part of a path, a URL or a manifest. */
  private static final Set<String> NAMES =
      Set.of("job", "task", "name", "language", "codecs", "initSha256");

  private static final String FILE_NAME = "fileName";

  private static final List<String> HOSTILE =
      List.of(
          "",
          ".",
          "..",
          "../x",
          "a/../../x",
          "/etc/cron.d/x",
          "a/b",
          "..\\x",
          "C:\\x",
          "a\0b",
          "a\nb",
          "-rf x",
          "~",
          "..\u2215x",
          "\u202Etxt",
          "%2e%2e%2f",
          "a\"b",
          "x".repeat(300));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final MessageCodec codec = new MessageCodec();

  static Stream<Samples.Sample<?>> tasksAndReports() {
    return Samples.all().stream()
        .filter(sample -> sample.type() == Task.class || sample.type() == Report.class);
  }

  @ParameterizedTest
  @MethodSource("tasksAndReports")
  void decode_hostileName_isMalformedOrAPlainFileName(Samples.Sample<?> sample) throws IOException {
    JsonNode tree = JSON.readTree(codec.encode(sample.message()));
    int fields = 0;
    for (String name : HOSTILE) {
      fields += replaceInTurn(tree, tree, name, sample.type());
    }
    assertThat(fields).as("fields that were tried").isGreaterThanOrEqualTo(2 * HOSTILE.size());
  }

  private int replaceInTurn(JsonNode whole, JsonNode node, String name, Class<?> type)
      throws IOException {
    int fields = 0;
    for (Map.Entry<String, JsonNode> field : List.copyOf(node.properties())) {
      JsonNode original = field.getValue();
      boolean isName = NAMES.contains(field.getKey()) || field.getKey().equals(FILE_NAME);
      if (isName && original.isTextual()) {
        ((ObjectNode) node).put(field.getKey(), name);
        requireRefused(whole, field.getKey(), name, type);
        ((ObjectNode) node).set(field.getKey(), original);
        fields++;
      }
      fields += replaceInTurn(whole, original, name, type);
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        fields += replaceInTurn(whole, element, name, type);
      }
    }
    return fields;
  }

  private void requireRefused(JsonNode message, String field, String name, Class<?> type)
      throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(message);
    if (!field.equals(FILE_NAME)) {
      assertThatExceptionOfType(MalformedMessageException.class)
          .as("%s: %s", field, name)
          .isThrownBy(() -> codec.decode(bytes, type));
      return;
    }
    try {
      Task.Mux mux = (Task.Mux) codec.decode(bytes, type);
      Path directory = Path.of("/out/job/mp4");
      assertThat(directory.resolve(mux.fileName()).normalize().getParent()).isEqualTo(directory);
    } catch (MalformedMessageException e) {
      if (name.equals("~")) {
        fail("A plain name was refused", e);
      }
    }
  }
}
