package io.framemill.testbroker;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No test of any module does what makes tests fail now and then without a defect behind it. */
class TestSourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("framemill.root"));

  /**
   * The columns: what is forbidden, a regular expression; the classes that may; what to use
   * instead.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Programs that tests start, the campaign of faults and the slow line, whose pauses are the
        // point.
        "\\.sleep\\(|FakeSlot LonelyWorker TemporaryFilesProgram Campaign Relay Workload TcpProxy|await().until(...)",
        "try \\(ServerSocket\\b|TestPorts RabbitBrokerOpenIT|TestPorts.free(), or port 0",
        "setDefaultTimeout\\(|TestTimeouts|TestTimeouts, which is in use everywhere",
        "\"/proc\".*\"fd\"|OpenFiles|OpenFiles",
      })
  void tests_ofAllModules_useWhatCannotLoseARace(String forbidden, String allowed, String instead)
      throws IOException {
    Pattern pattern = Pattern.compile(forbidden);
    List<String> owners = List.of(allowed.split(" "));
    List<String> found = new ArrayList<>();
    for (Path file : testSources()) {
      String name = file.getFileName().toString().replace(".java", "");
      if (!owners.contains(name) && !name.equals("TestSourcesTest")) {
        Files.readAllLines(file).stream()
            .filter(line -> pattern.matcher(line).find())
            .forEach(line -> found.add(ROOT.relativize(file) + ": " + line.strip()));
      }
    }
    assertThat(found).as("in place of it use %s", instead).isEmpty();
  }

  private static List<Path> testSources() throws IOException {
    List<Path> sources;
    try (Stream<Path> modules = Files.list(ROOT)) {
      sources =
          modules
              .map(module -> module.resolve("src/test/java"))
              .filter(Files::isDirectory)
              .flatMap(tests -> Directories.files(tests).stream())
              .filter(file -> file.toString().endsWith(".java"))
              .toList();
    }
    assertThat(sources.stream().map(Path::toString).collect(joining()))
        .contains("/protocol/", "/worker/", "/controller/");
    return sources;
  }
}
