package io.framemill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WorkerCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path media;

  @Test
  void call_noSlots_isWrongUsage() {
    assertThat(execute("--slots", "0", "--media", media.toString())).isEqualTo(2);

    assertThat(err.toString()).startsWith("--slots: at least 1, not 0\n");
  }

  @Test
  void call_negativeGrace_isWrongUsage() {
    assertThat(execute("--grace", "-1", "--media", media.toString())).isEqualTo(2);

    assertThat(err.toString()).startsWith("--grace: 0 or more, not -1\n");
  }

  @Test
  void call_namespaceOrWaitThatIsNone_isWrongUsage() {
    assertThat(execute("--namespace", "My Films", "--media", media.toString())).isEqualTo(2);
    assertThat(execute("--broker-wait", "soon", "--media", media.toString())).isEqualTo(2);

    assertThat(err.toString())
        .contains("1 to 40 lower-case letters, digits, _ or -")
        .contains("a time like 90s, 30m or 6h: soon");
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
  void call_passwordOnTheCommandLine_isRefusedWithoutShowingIt() {
    assertThat(execute("--broker", "amqp://me:hush@host", "--media", media.toString()))
        .isEqualTo(2);

    assertThat(err.toString())
        .contains("--broker-credentials-file", "FRAMEMILL_BROKER")
        .doesNotContain("hush");
  }

  @Test
  void call_credentialsFileThatIsNone_isWrongUsageWithoutShowingIt() throws IOException {
    Path file = Files.writeString(media.resolve("login"), "hush\n");

    assertThat(execute("--broker-credentials-file", file.toString())).isEqualTo(2);

    assertThat(err.toString()).contains("login: not one line \"user:password\"");
    assertThat(err.toString()).doesNotContain("hush");
  }

  @Test
  void call_certificatesWithoutTls_isWrongUsage() {
    assertThat(execute("--broker", "amqp://host", "--broker-ca-file", "ca.pem")).isEqualTo(2);

    assertThat(err.toString()).contains("require amqps://");
  }

  @Test
  void call_certificateThatIsNotThere_failsInOneLine() {
    assertThat(execute("--broker", "amqps://host", "--broker-ca-file", "nowhere.pem")).isEqualTo(1);

    assertThat(err.toString()).contains("nowhere.pem: there is no such file").hasLineCount(1);
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
