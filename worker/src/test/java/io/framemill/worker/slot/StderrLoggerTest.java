package io.framemill.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StderrLoggerTest {
  private final PrintStream usual = System.err;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final StderrLogger log = new StderrLogger("io.framemill.Test");

  @AfterEach
  void restore() {
    System.setErr(usual);
  }

  @Test
  void log_textOfASource_cannotForgeALine() {
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    log.warn("track {}", "a\nERROR SlotMain: \u001b[2Jforged");
    log.debug("libav says {}", "b\r\u2028c");
    log.error("gone", new IllegalStateException("d\nERROR e"));

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .startsWith(
            "WARN Test: track a\\nERROR SlotMain: \\u001b[2Jforged",
            "libav says b\\r\\u2028c",
            "ERROR Test: gone",
            "java.lang.IllegalStateException: d\\nERROR e")
        .filteredOn(line -> !line.startsWith("\tat "))
        .hasSize(4);
  }
}
