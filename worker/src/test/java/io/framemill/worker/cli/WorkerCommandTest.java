package io.framemill.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorkerCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path media;

  @Test
  void help_always_teachesOptionsVariablesAndAnExample() {
    assertThat(execute("--help")).isZero();

    assertThat(out.toString())
        .contains("--broker", "--media", "--slots", "--grace")
        .contains("FRAMEMILL_BROKER", "FRAMEMILL_MEDIA", "FRAMEMILL_SLOTS", "FRAMEMILL_GRACE")
        .contains("SIGTERM")
        .contains("framemill worker --broker amqp://");
  }

  @Test
  void call_noSlots_isWrongUsage() {
    assertThat(execute("--slots", "0", "--media", media.toString())).isEqualTo(2);

    assertThat(err.toString()).startsWith("--slots must be at least 1, not 0\n");
  }

  @Test
  void call_negativeGrace_isWrongUsage() {
    assertThat(execute("--grace", "-1", "--media", media.toString())).isEqualTo(2);

    assertThat(err.toString()).startsWith("--grace must not be negative: -1\n");
  }

  @Test
  void call_brokerOfAnotherKind_isWrongUsageWithoutThePassword() {
    assertThat(execute("--broker", "http://user:hush@host", "--media", media.toString()))
        .isEqualTo(2);

    assertThat(err.toString()).contains("--broker").contains("amqp://").doesNotContain("hush");
  }

  @Test
  void call_brokerNotAUri_isWrongUsageWithoutThePassword() {
    assertThat(execute("--broker", "amqp://user:hush hush@host", "--media", media.toString()))
        .isEqualTo(2);

    assertThat(err.toString()).contains("--broker").doesNotContain("hush");
  }

  @Test
  void call_noMediaDirectory_failsInOneLineThatSaysWhatToDo() {
    assertThat(execute("--media", media.resolve("nowhere").toString())).isEqualTo(1);

    assertThat(err.toString())
        .contains(media.resolve("nowhere").toString())
        .contains("--media")
        .hasLineCount(1);
  }

  private int execute(String... arguments) {
    return new CommandLine(new WorkerCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
