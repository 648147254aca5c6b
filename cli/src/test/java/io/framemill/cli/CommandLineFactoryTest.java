package io.framemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.console.ExitCode;
import io.framemill.cli.console.TestConsole;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.JobId;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

class CommandLineFactoryTest {
  private final TestConsole console = new TestConsole();

  static Stream<String> commands() {
    return CommandLineFactory.forArguments(new TestConsole().console())
        .getSubcommands()
        .keySet()
        .stream();
  }

  @Test
  void commands_areThoseOfTheContract() {
    assertThat(commands())
        .containsExactlyInAnyOrder(
            "transcode",
            "serve",
            "worker",
            "submit",
            "list",
            "status",
            "watch",
            "cancel",
            "retry",
            "workers",
            "dead",
            "inspect",
            "plan",
            "profiles");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_namesEachOptionAndGivesAnExample(String command) {
    int code = console.run(command, "--help");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(console.err()).isEmpty();
    assertThat(console.out()).contains("Example", "framemill " + command);
    for (OptionSpec option : optionsOf(command)) {
      assertThat(console.out()).contains(option.names());
      assertThat(option.description()).as("%s", option).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_fitsTheWidthOfATerminal(String command) {
    console.run(command, "--help");

    assertThat(console.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotEndWith(" "));
    assertThat(console.out().lines())
        .as("an address is not broken over two lines")
        .noneMatch(line -> line.matches("\\s*//.*"));
    assertThat(console.out()).contains("Each option has an environment variable: FRAMEMILL_");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_describesOptionsInWholeSentences(String command) {
    for (OptionSpec option : optionsOf(command)) {
      assertThat(option.description())
          .as("%s", option)
          .isNotEmpty()
          .allSatisfy(
              text ->
                  assertThat(text)
                      .matches("[A-Z].*(\\.|\\bDefault[a-z ]*: \\S.*)|Default: \\S.*")
                      .doesNotContain("\n", "%n"));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_everyCommand_listsOptionsInTheSharedOrder(String command) {
    List<String> expected = new ArrayList<>(HelpLayout.OPTION_ORDER);
    List<String> names = optionsOf(command).stream().map(OptionSpec::longestName).toList();
    expected.retainAll(names);

    console.run(command, "--help");

    assertThat(expected).containsAll(names);
    assertThat(
            Pattern.compile("(?m)^(?: {6}|  -[a-zA-Z], )(--[a-z-]+)")
                .matcher(console.out().substring(0, console.out().indexOf("Examples:")))
                .results()
                .map(option -> option.group(1)))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void version_everyCommand_isThatOfTheProgram(String command) {
    assertThat(console.run(command, "--version")).isEqualTo(ExitCode.DONE);

    assertThat(console.out()).startsWith("framemill ");
    assertThat(optionsOf(command)).anyMatch(OptionSpec::usageHelp);
  }

  @Test
  void help_ofTheWorker_teachesOptionsVariablesAndAnExample() {
    assertThat(console.run("worker", "--help")).isZero();

    assertThat(console.out())
        .contains("--broker", "--media", "--slots", "--grace", "--namespace", "--broker-wait")
        .contains("FRAMEMILL_BROKER")
        .contains("SIGTERM")
        .contains("framemill worker --broker amqps://");
  }

  @Test
  void help_ofTheProgram_namesEachCommand() {
    int code = console.run("--help");

    assertThat(code).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).contains(commands().toList());
    assertThat(console.out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void version_isOnStandardOutput() {
    assertThat(console.run("--version")).isEqualTo(ExitCode.DONE);
    assertThat(console.out()).startsWith("framemill ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "--nonsense",
        "transcode",
        "transcode --nonsense x.mp4",
        "transcode --slots none x.mp4",
        "transcode --slots 0 no-such.mp4",
        "transcode -o",
        "transcode --wait-for-stable 0 x.mp4",
        "submit --wait-for-stable=3601 x.mp4",
        "submit --wait-for-stable",
        "submit --wait-for-stable=abc x.mp4",
        "transcode --wait-for-stable=5s x.mp4",
        "transcode --wait-for-stable= x.mp4",
        "transcode --program 0 x.mp4",
        "transcode --program 65536 x.mp4",
        "transcode --program BBC x.mp4",
        "transcode --video-stream -1 x.mp4",
        "serve --http 8090",
        "serve --http localhost:99999",
        "serve --http 0.0.0.0:8090",
        "serve --broker http://localhost",
        "serve --broker-wait soon",
        "serve --namespace My.Films",
        "worker --namespace *",
        "worker --slots 0",
        "submit",
        "submit --priority 101 x.mp4",
        "submit --program 0 x.mp4",
        "submit --video-stream -1 x.mp4",
        "submit --server localhost:8090 x.mp4",
        "list everything",
        "status",
        "status a b",
        "status Not!An!Id",
        "watch",
        "cancel",
        "retry --nonsense a",
        "inspect",
        "inspect a b",
        "plan --slots 0 x.mp4",
        "plan --program 0 x.mp4",
        "plan --video-stream first x.mp4",
        "profiles --nonsense"
      })
  void run_wrongUsage_exitsWith2AndSaysWhereHelpIs(String line) {
    int code = console.run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(code).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(console.err()).contains("--help").doesNotContain("\tat ");
    assertThat(console.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"transcode", "submit", "plan"})
  void run_programThatNoneCanBe_saysTheRange(String command) {
    console.run(command, "--program", "65536", "no-such.mp4");

    assertThat(console.err()).startsWith("framemill: --program: 1 to 65535, not 65536\n");
  }

  @Test
  void profiles_builtInName_printsYamlThatIsThatProfile(@TempDir Path directory) throws Exception {
    for (String name : Profiles.builtInNames()) {
      TestConsole printed = new TestConsole();

      assertThat(printed.run("profiles", name)).isEqualTo(ExitCode.DONE);

      Path file = Files.writeString(directory.resolve(name + ".yaml"), printed.out());
      assertThat(Profiles.load(file.toString())).isEqualTo(Profiles.load(name));
    }
  }

  @Test
  void profiles_unknownName_isWrongUsageWithTheKnownNames() {
    assertThat(console.run("profiles", "hls-h265")).isEqualTo(ExitCode.WRONG_USAGE);

    assertThat(console.err()).contains("No built-in profile named \"hls-h265\"", "hls-hevc");
    assertThat(console.out()).isEmpty();
  }

  @Test
  void run_wrongBrokerAddress_doesNotRepeatThePassword() {
    console.run("serve", "--broker", "ampq://me:secret@host");

    assertThat(console.err()).contains("--broker").doesNotContain("secret");
  }

  @Test
  void run_brokerPasswordOnTheCommandLine_isRefusedWithAWayToDoIt() {
    for (String command : List.of("serve", "worker")) {
      int code = console.run(command, "--broker", "amqp://me:secret@host");

      assertThat(code).isEqualTo(ExitCode.WRONG_USAGE);
      assertThat(console.err())
          .contains("--broker-credentials-file", "FRAMEMILL_BROKER")
          .doesNotContain("secret");
    }
  }

  @Test
  void parse_transcode_takesAllItsOptions() {
    ParseResult parsed =
        parse("transcode -o there -p mine.yaml --slots 3 --json -q -- -a.mp4 @b.mp4");

    assertThat(parsed.matchedPositional(0).<List<Path>>getValue())
        .containsExactly(Path.of("-a.mp4"), Path.of("@b.mp4"));
    assertThat(value(parsed, "--output")).isEqualTo(Path.of("there"));
    assertThat(value(parsed, "--profile")).isEqualTo("mine.yaml");
    assertThat(value(parsed, "--slots")).isEqualTo(3);
    assertThat(value(parsed, "--json")).isEqualTo(true);
    assertThat(value(parsed, "--quiet")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "--wait-for-stable a.mp4, 5",
    "a.mp4 --wait-for-stable, 5",
    "--wait-for-stable -q a.mp4, 5",
    "--wait-for-stable -- a.mp4, 5",
    "--wait-for-stable 9 a.mp4, 9",
    "--wait-for-stable=3600 a.mp4, 3600"
  })
  void parse_waitForStable_takesSecondsOnlyIfThereAreSome(String line, int seconds) {
    for (String command : List.of("transcode", "submit")) {
      ParseResult parsed = parse(command + " " + line);

      Object value = parsed.commandSpec().findOption("--wait-for-stable").getValue();
      assertThat(value).isEqualTo(seconds);
      assertThat(parsed.matchedPositional(0).<List<Path>>getValue())
          .containsExactly(Path.of("a.mp4"));
    }
  }

  @Test
  void parse_serve_takesAllItsOptions() {
    ParseResult parsed =
        parse("serve --broker amqps://host/v --state st --media m --http [::1]:80");

    assertThat(value(parsed, "--broker")).isEqualTo(URI.create("amqps://host/v"));
    assertThat(value(parsed, "--state")).isEqualTo("st");
    assertThat(value(parsed, "--media")).isEqualTo(Path.of("m"));
    assertThat(value(parsed, "--http")).isEqualTo(InetSocketAddress.createUnresolved("::1", 80));
  }

  @Test
  void parse_submit_takesAllItsOptions() {
    ParseResult parsed =
        parse("submit a.mp4 -p q --priority 80 --watch --server http://far:1 --json --quiet");

    assertThat(value(parsed, "--priority")).isEqualTo(80);
    assertThat(value(parsed, "--watch")).isEqualTo(true);
    assertThat(value(parsed, "--server")).isEqualTo(URI.create("http://far:1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "watch", "cancel", "retry"})
  void parse_commandsAboutAJob_takeItsIdServerAndJson(String command) {
    ParseResult parsed = parse(command + " clip-1 --server http://far:1 --json");

    assertThat(parsed.matchedPositional(0).<JobId>getValue()).isEqualTo(new JobId("clip-1"));
    assertThat(value(parsed, "--json")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "transcode a.mp4, --output, FRAMEMILL_OUTPUT, there",
    "transcode a.mp4, --profile, FRAMEMILL_PROFILE, mine.yaml",
    "transcode a.mp4, --slots, FRAMEMILL_SLOTS, 3",
    "transcode a.mp4, --json, FRAMEMILL_JSON, true",
    "transcode a.mp4, --quiet, FRAMEMILL_QUIET, true",
    "serve, --broker, FRAMEMILL_BROKER, amqp://far",
    "serve, --namespace, FRAMEMILL_NAMESPACE, films",
    "serve, --take-over-broker, FRAMEMILL_TAKE_OVER_BROKER, true",
    "serve, --take-over-broker, FRAMEMILL_TAKE_OVER_BROKER, false",
    "worker, --namespace, FRAMEMILL_NAMESPACE, films",
    "serve, --state, FRAMEMILL_STATE, st",
    "serve, --media, FRAMEMILL_MEDIA, m",
    "serve, --http, FRAMEMILL_HTTP, far:1",
    "serve, --broker-credentials-file, FRAMEMILL_BROKER_CREDENTIALS_FILE, login.txt",
    "serve, --broker-ca-file, FRAMEMILL_BROKER_CA_FILE, ca.pem",
    "serve, --max-upload, FRAMEMILL_MAX_UPLOAD, 17",
    "serve, --max-requests, FRAMEMILL_MAX_REQUESTS, 17",
    "serve, --behind-proxy, FRAMEMILL_BEHIND_PROXY, true",
    "serve, --max-cost, FRAMEMILL_MAX_COST, 17",
    "transcode a.mp4, --max-cost, FRAMEMILL_MAX_COST, 17",
    "plan a.mp4, --max-cost, FRAMEMILL_MAX_COST, 17",
    "serve, --tls-cert, FRAMEMILL_TLS_CERT, cert.pem",
    "serve, --tls-key, FRAMEMILL_TLS_KEY, key.pem",
    "serve, --token-file, FRAMEMILL_TOKEN_FILE, secret.txt",
    "worker, --broker, FRAMEMILL_BROKER, amqp://far",
    "worker, --broker-cert, FRAMEMILL_BROKER_CERT, cert.pem",
    "worker, --broker-key, FRAMEMILL_BROKER_KEY, key.pem",
    "worker, --media, FRAMEMILL_MEDIA, m",
    "worker, --slots, FRAMEMILL_SLOTS, 5",
    "worker, --max-pixels, FRAMEMILL_MAX_PIXELS, 5000",
    "transcode a.mp4, --max-streams, FRAMEMILL_MAX_STREAMS, 9",
    "inspect a.mp4, --max-fps, FRAMEMILL_MAX_FPS, 300",
    "submit a.mp4, --priority, FRAMEMILL_PRIORITY, 7",
    "transcode a.mp4, --program, FRAMEMILL_PROGRAM, 28106",
    "submit a.mp4, --wait-for-stable, FRAMEMILL_WAIT_FOR_STABLE, 9",
    "submit a.mp4, --video-stream, FRAMEMILL_VIDEO_STREAM, 3",
    "submit a.mp4, --watch, FRAMEMILL_WATCH, true",
    "list, --server, FRAMEMILL_SERVER, http://far:1",
    "list, --ca-file, FRAMEMILL_CA_FILE, ca.pem",
    "plan a.mp4, --slots, FRAMEMILL_SLOTS, 9"
  })
  void parse_optionNotGiven_isTakenFromTheEnvironment(
      String line, String option, String variable, String value) {
    console.with(variable, value);

    Object taken = parse(line).commandSpec().findOption(option).getValue();

    assertThat(String.valueOf(taken).replace("/<unresolved>", "")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"0s, PT0S", "90s, PT1M30S", "10m, PT10M"})
  void parse_brokerWait_isATimeOrForever(String text, Duration expected) {
    for (String command : List.of("serve", "worker")) {
      assertThat(value(parse(command + " --broker-wait " + text), "--broker-wait"))
          .isEqualTo(expected);
      console.with("FRAMEMILL_BROKER_WAIT", "forever");
      assertThat(parse(command).commandSpec().findOption("--broker-wait").<Duration>getValue())
          .isEqualTo(BrokerStartup.FOREVER);
    }
  }

  @Test
  void parse_optionGivenAndInTheEnvironment_theCommandLineWins() {
    console.with("FRAMEMILL_OUTPUT", "there").with("FRAMEMILL_JSON", "true");

    ParseResult parsed = parse("transcode a.mp4 -o here --json");

    assertThat(value(parsed, "--output")).isEqualTo(Path.of("here"));
    assertThat(value(parsed, "--json")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource({
    "transcode a.mp4, --output, out",
    "transcode a.mp4, --profile, hls-h264",
    "transcode a.mp4, --json, false",
    "serve, --broker, amqp://guest:guest@localhost:5672",
    "serve, --state, state",
    "serve, --media, media",
    "serve, --broker-wait, PT1M",
    "serve, --namespace, null",
    "serve, --take-over-broker, false",
    "worker, --broker-wait, PT1M",
    "serve, --http, 127.0.0.1:8090",
    "serve, --max-upload, 107374182400",
    "serve, --max-requests, 200",
    "serve, --behind-proxy, false",
    "serve, --max-cost, 500000",
    "transcode a.mp4, --max-cost, null",
    "submit a.mp4, --priority, 50",
    "submit a.mp4, --watch, false",
    "submit a.mp4, --wait-for-stable, null",
    "list, --server, http://127.0.0.1:8090"
  })
  void parse_nothingGiven_takesTheDefault(String line, String option, String expected) {
    Object value = parse(line).commandSpec().findOption(option).getValue();

    assertThat(String.valueOf(value).replace("/<unresolved>", "")).isEqualTo(expected);
  }

  private ParseResult parse(String line) {
    String[] arguments = line.split(" ");
    return CommandLineFactory.forArguments(console.console(), arguments)
        .parseArgs(arguments)
        .subcommand();
  }

  private static Object value(ParseResult parsed, String option) {
    return parsed.matchedOption(option).getValue();
  }

  private List<OptionSpec> optionsOf(String command) {
    CommandLine only = CommandLineFactory.forArguments(console.console(), command);
    return only.getSubcommands().values().iterator().next().getCommandSpec().options();
  }
}
