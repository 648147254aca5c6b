package io.framemill.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobState;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.WorkerStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest
  @CsvSource({
    "0000, \\u0000",
    "0009, \\t",
    "000a, \\n",
    "000d, \\r",
    "001b, \\u001b",
    "007f, \\u007f",
    "0085, \\u0085",
    "009b, \\u009b",
    "061c, \\u061c",
    "200e, \\u200e",
    "200f, \\u200f",
    "2028, \\u2028",
    "2029, \\u2029",
    "202a, \\u202a",
    "202e, \\u202e",
    "2066, \\u2066",
    "2069, \\u2069",
    "d83d, \\ud83d",
    "de00, \\ude00"
  })
  void of_characterThatIsNotPrintable_isEscaped(String codePoint, String escape) {
    String text = "a" + (char) Integer.parseInt(codePoint, 16) + "b";

    assertThat(PrintableText.of(text)).isEqualTo("a" + escape + "b");
    assertThat(PrintableText.of(PrintableText.of(text))).isEqualTo(PrintableText.of(text));
    assertThat(PrintableText.replace(text, '_')).isEqualTo("a_b");
    assertThat(PrintableText.isPrintable(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "C:\\new\\%s {}",
        "Ünïcödé 映画",
        "\ud83d\ude00",
        "\u05e9\u05dc\u05d5\u05dd",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "\u0915\u094d\u200d \u0645\u06cc\u200c\u062e",
        "\u200b\u2060\ufeff",
        "\ufffd\u00a0\u00ad"
      })
  void of_printableText_staysAsItIs(String text) {
    assertThat(PrintableText.of(text)).isSameAs(text);
    assertThat(PrintableText.replace(text, '_')).isSameAs(text);
    assertThat(PrintableText.isPrintable(text)).isTrue();
  }

  @Test
  void stackTrace_messagesWithLineBreaks_areOneLineEach() {
    IllegalStateException failure =
        new IllegalStateException("a\n\tat b", new IllegalArgumentException("c\r\nCaused by: d"));
    failure.addSuppressed(new IllegalStateException("e\u001b[2J"));

    assertThat(PrintableText.stackTrace(failure).lines())
        .allMatch(
            line -> line.matches("\t+(at|\\.\\.\\.|Suppressed:) .*|Caused by: .*|java\\.lang\\..*"))
        .contains(
            "java.lang.IllegalStateException: a\\n\\tat b",
            "Caused by: java.lang.IllegalArgumentException: c\\r\\nCaused by: d",
            "\tSuppressed: java.lang.IllegalStateException: e\\u001b[2J");
  }

  @Test
  void json_textThatIsNotPrintable_isEscapedAndReadAgain() throws MalformedMessageException {
    String text =
        "\u0000\n\u001b\u007f\u0085\u009b\u2028\u2029\u202e\u2066"
            + "\u061c\u200e\u200f Ü 映 \ud83d\ude00 \ud83d";
    MessageCodec codec = new MessageCodec();

    byte[] bytes = codec.encode(Map.of("text", text, "key\u202e\n", "a"));

    String json = new String(bytes, StandardCharsets.UTF_8);
    assertThat(PrintableText.isPrintable(json)).as(json).isTrue();
    assertThat(json).contains("Ü 映");
    assertThat(codec.decode(bytes, Map.class)).containsEntry("text", text);
    String forPeople =
        new String(codec.encodeForPeople(Map.of("text", text)), StandardCharsets.UTF_8);
    assertThat(forPeople.lines()).allMatch(PrintableText::isPrintable).hasSize(3);
  }

  @Test
  void recordsForPeople_hostileText_isOneLine() {
    String hostile = "a\nb\u001b\ud800";
    String line = "a\\nb\\u001b\\ud800";
    JobStatus status =
        new JobStatus(
            new JobId("a"),
            hostile,
            "p",
            JobState.FAILED,
            50,
            "out",
            hostile,
            0,
            0L,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            null);

    assertThat(status.name()).isEqualTo(line);
    assertThat(status.failure()).isEqualTo(line);
    assertThat(new JobEvent(1, 0, JobEvent.Kind.FAILED, hostile, status).message()).isEqualTo(line);
    assertThat(new DeadMessage(hostile, 0, hostile, 0, ""))
        .isEqualTo(new DeadMessage(line, 0, line, 0, ""));
    assertThat(new WorkerStatus("w", hostile, hostile, 1, 0, WorkerState.RESTING, hostile, 0, 0))
        .isEqualTo(new WorkerStatus("w", line, line, 1, 0, WorkerState.RESTING, line, 0, 0));
  }
}
