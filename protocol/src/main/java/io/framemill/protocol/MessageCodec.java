package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.text.MalformedJson;
import io.framemill.protocol.text.PrintableJson;
import io.framemill.protocol.text.PrintableText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Converts records to JSON and back: UTF-8, one object, with a {@code version} beside the record's
 * fields. Unknown fields are ignored, so that a newer peer may add some. A message with another
 * version, a missing field or a value that the record rejects is malformed. Unprintable characters
 * are escaped, so that a message is always one line. Thread-safe.
 */
public final class MessageCodec {
  /** Version of every message; incremented when an older peer would misread a newer message. */
  public static final int VERSION = 1;

  /**
   * Maximum size of a message in bytes, in both directions: several times the {@link MediaInfo} of
   * a day of video.
   */
  public static final int MAX_BYTES = 8 << 20;

  private static final String VERSION_FIELD = "version";

  /** Start of every message; the record's own object follows without its first brace. */
  private static final byte[] FIRST_FIELD =
      ("{\"" + VERSION_FIELD + "\":" + VERSION).getBytes(StandardCharsets.UTF_8);

  /** Limits for untrusted input: anyone who can reach the broker or the API can send messages. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxDocumentLength(MAX_BYTES)
          .maxNestingDepth(64)
          .maxStringLength(1 << 20)
          .maxNameLength(256)
          .maxNumberLength(100)
          .build();

  /** The reason goes into logs and into an AMQP header. */
  private static final int MAX_REASON_CHARACTERS = 300;

  /** Shared: its reflection on records takes most of the time of a program's start. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(LIMITS)
                  .characterEscapes(new PrintableJson())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // Only a record's components are serialized, not its computed values.
          .visibility(PropertyAccessor.ALL, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .visibility(PropertyAccessor.CREATOR, Visibility.ANY)
          .build();

  /**
   * Encodes a message.
   *
   * @throws IllegalArgumentException if it is larger than {@link #MAX_BYTES}
   */
  public byte[] encode(Object message) {
    byte[] fields = bytes(message, message);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_FIELD.length + fields.length);
    bytes.writeBytes(FIRST_FIELD);
    if (fields.length > "{}".length()) {
      bytes.write(',');
    }
    bytes.write(fields, 1, fields.length - 1);
    return limited(message, bytes.toByteArray());
  }

  /** Encodes a message with the fields of another record beside its own. */
  byte[] encode(Object message, Object beside) {
    ObjectNode tree = tree(message);
    tree.setAll(MAPPER.<ObjectNode>valueToTree(beside));
    return limited(message, bytes(message, tree));
  }

  private static ObjectNode tree(Object message) {
    ObjectNode tree = MAPPER.createObjectNode().put(VERSION_FIELD, VERSION);
    return tree.setAll(MAPPER.<ObjectNode>valueToTree(message));
  }

  private static byte[] bytes(Object message, Object what) {
    try {
      return MAPPER.writeValueAsBytes(what);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + message.getClass().getSimpleName(), e);
    }
  }

  private static byte[] limited(Object message, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%s of %s bytes; the limit is %s"
              .formatted(message.getClass().getSimpleName(), bytes.length, MAX_BYTES));
    }
    return bytes;
  }

  /** Encodes a record for users: without version, indented, of any length. */
  public byte[] encodeForPeople(Object record) {
    try {
      String lines = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n";
      return lines.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + record.getClass().getSimpleName(), e);
    }
  }

  /** Whether the bytes start as {@link #encode} starts them: then no tree has to be built first. */
  private static boolean isOfThisVersion(byte[] bytes) {
    int length = FIRST_FIELD.length;
    return bytes.length > length
        && (bytes[length] == ',' || bytes[length] == '}')
        && Arrays.equals(bytes, 0, length, FIRST_FIELD, 0, length);
  }

  /**
   * Decodes a message.
   *
   * @param type the record or sealed interface that is expected
   * @throws MalformedMessageException if the bytes are anything else
   */
  public <T> T decode(byte[] bytes, Class<T> type) throws MalformedMessageException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedMessageException(bytes.length + " bytes; the limit is " + MAX_BYTES);
    }
    try {
      if (isOfThisVersion(bytes)) {
        return MAPPER.readValue(bytes, type);
      }
      JsonNode tree = MAPPER.readTree(bytes);
      if (!tree.isObject()) {
        throw new MalformedMessageException("not a JSON object");
      }
      JsonNode version = tree.path(VERSION_FIELD);
      if (!version.isInt() || version.intValue() != VERSION) {
        throw new MalformedMessageException(
            (version.isMissingNode() ? "no version" : "version " + shortened("" + version))
                + "; this is version "
                + VERSION,
            version.isInt() && version.intValue() > VERSION);
      }
      return MAPPER.treeToValue(tree, type);
    } catch (IOException | IllegalArgumentException e) {
      throw new MalformedMessageException(
          "not a " + type.getSimpleName() + ": " + firstLine(MalformedJson.reason(e)), e);
    }
  }

  private static String firstLine(String message) {
    return shortened(message.lines().findFirst().orElse(message));
  }

  private static String shortened(String text) {
    String line = PrintableText.of(text);
    return line.length() <= MAX_REASON_CHARACTERS
        ? line
        : line.substring(0, MAX_REASON_CHARACTERS) + "...";
  }
}
