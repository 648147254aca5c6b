package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framemill.protocol.Samples.Sample;
import io.framemill.protocol.rendition.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said on the wire in version 1. Once that is released, a golden file is added and never
 * changed.
 */
class GoldenMessageTest {
  private static final Set<String> NULLABLE =
      Set.of(
          "title",
          "failure",
          "endedEpochMillis",
          "etaMillis",
          "profile",
          "fps",
          "loudness",
          "stateReason",
          "grid",
          "program",
          "videoStream",
          "thumbnails");
  private static final Set<String> OPTIONAL_IN_PROFILE =
      Set.of("selection", "end", "maxDamagePercent");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final MessageCodec codec = new MessageCodec();

  static List<Sample<?>> samples() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encode_message_isTheGoldenFile(Sample<?> sample) throws IOException {
    assertThat(new String(codec.encode(sample.message()), StandardCharsets.UTF_8))
        .isEqualTo(JSON.writeValueAsString(golden(sample)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decode_goldenFile_isTheMessage(Sample<?> sample) throws Exception {
    assertThat(decode(golden(sample), sample)).isEqualTo(sample.message());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decode_unknownFieldsEverywhere_areIgnored(Sample<?> sample) throws Exception {
    JsonNode tree = golden(sample);
    objectsIn(tree).forEach(object -> object.put("addedLater", "by a newer peer"));
    assertThat(decode(tree, sample)).isEqualTo(sample.message());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decode_anyFieldMissingOrNull_isMalformedUnlessNullable(Sample<?> sample) throws Exception {
    int fields = 0;
    for (String pointer : fieldsOf(golden(sample))) {
      String field = pointer.substring(pointer.lastIndexOf('/') + 1);
      if (!isNullable(sample, field)) {
        fields++;
        requireMalformed(sample, pointer, field, true);
        requireMalformed(sample, pointer, field, false);
      }
    }
    assertThat(fields).isPositive();
  }

  @Test
  void decode_profileWithoutItsOptionalFields_hasTheirDefaults() throws Exception {
    Sample<?> sample =
        samples().stream().filter(s -> s.name().equals("profile")).findFirst().orElseThrow();
    ObjectNode tree = (ObjectNode) golden(sample);
    tree.remove(OPTIONAL_IN_PROFILE);

    Profile profile = (Profile) decode(tree, sample);

    assertThat(profile.selection()).isEqualTo(Profile.Selection.BEST);
    assertThat(profile.end()).isEqualTo(Profile.End.LONGEST);
    assertThat(profile.maxDamagePercent()).isEqualTo(50);
  }

  private void requireMalformed(Sample<?> sample, String pointer, String field, boolean remove)
      throws IOException {
    JsonNode tree = golden(sample);
    ObjectNode owner = (ObjectNode) tree.at(pointer.substring(0, pointer.lastIndexOf('/')));
    if (remove) {
      owner.remove(field);
    } else {
      owner.putNull(field);
    }
    assertThatExceptionOfType(MalformedMessageException.class)
        .as("%s without %s", sample, pointer)
        .isThrownBy(() -> decode(tree, sample));
  }

  /**
   * A job's profile is its name and must be there; an encoder's or a stream's may be absent. The
   * sound of a file may be absent; lists of sound may not. An event may be about no attempt.
   */
  private static boolean isNullable(Sample<?> sample, String field) {
    if (field.equals("attempt")) {
      return sample.name().equals("job-event");
    }
    if (OPTIONAL_IN_PROFILE.contains(field)) {
      return sample.name().equals("profile");
    }
    if (field.equals("audio")) {
      return sample.name().equals("task-mux");
    }
    if (field.equals("frameRate")) {
      return !sample.name().equals("report-completed-inspected");
    }
    boolean jobsProfile = field.equals("profile") && sample.name().startsWith("job-");
    return NULLABLE.contains(field) && !jobsProfile;
  }

  private Object decode(JsonNode tree, Sample<?> sample) throws Exception {
    return codec.decode(JSON.writeValueAsBytes(tree), sample.type());
  }

  private static JsonNode golden(Sample<?> sample) throws IOException {
    String file = "/golden/v1/" + sample.name() + ".json";
    try (InputStream in = GoldenMessageTest.class.getResourceAsStream(file)) {
      return JSON.readTree(Objects.requireNonNull(in, file));
    }
  }

  private static List<ObjectNode> objectsIn(JsonNode tree) {
    List<ObjectNode> found = new ArrayList<>();
    if (tree instanceof ObjectNode object) {
      found.add(object);
    }
    tree.forEach(child -> found.addAll(objectsIn(child)));
    return found;
  }

  /** JSON pointers of every field of every object. */
  private static List<String> fieldsOf(JsonNode tree) {
    List<String> pointers = new ArrayList<>();
    collect(tree, "", pointers);
    return pointers;
  }

  private static void collect(JsonNode tree, String at, List<String> pointers) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      pointers.add(at + "/" + field.getKey());
      collect(field.getValue(), at + "/" + field.getKey(), pointers);
    }
    for (int i = 0; tree.isArray() && i < tree.size(); i++) {
      collect(tree.get(i), at + "/" + i, pointers);
    }
  }
}
