package io.framemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a Docker builder gets of this repository, by {@code .dockerignore}. */
class BuildContextTest {
  private static final Path ROOT = Path.of(System.getProperty("framemill.root"));
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(\\S+) \\S+$");
  private static final Pattern UP = Pattern.compile("compose (up .*--scale worker=)");

  private final List<String> ignored =
      read(".dockerignore").lines().filter(line -> !line.matches("#.*|\\s*")).toList();

  @Test
  void dockerIgnore_everyModule_isNamed() {
    List<String> modules = all(MODULE, read("pom.xml"));

    assertThat(modules).contains("protocol", "worker", "controller", "cli");
    assertThat(modules)
        .allSatisfy(
            module ->
                assertThat(ignored)
                    .contains("!" + module + "/pom.xml", "!" + module + "/src/main"));
  }

  @Test
  void dockerIgnore_everyPattern_isAPathThatTheClassicBuilderDescendsTo() {
    assertThat(ignored).startsWith("*");
    assertThat(ignored.subList(1, ignored.size()))
        .allMatch(pattern -> pattern.matches("![^*?\\[]+"))
        .allSatisfy(pattern -> assertThat(ROOT.resolve(pattern.substring(1))).exists());
  }

  @Test
  void dockerfile_everythingThatItCopies_isInTheContext() {
    List<String> copied = all(COPY, read("Dockerfile"));

    assertThat(copied).contains("pom.xml", "controller/src/main", "cli/src/main");
    assertThat(copied).allMatch(this::isInContext);
  }

  @Test
  void dockerIgnore_whatIsNoSource_staysOut() {
    assertThat(
            Stream.of(
                ".env",
                ".git",
                "token",
                "out/film/master.m3u8",
                "target/dist",
                "controller/target/classes",
                "controller/src/test/java"))
        .noneMatch(this::isInContext);
  }

  @Test
  void deploymentDocument_commandForDocker_isTheOneThatIsChecked() {
    List<String> commands = all(UP, read("scripts/compose-check.sh"));

    assertThat(commands).isNotEmpty();
    assertThat(all(UP, read("docs/deployment.md"))).isNotEmpty().allMatch(commands::contains);
    assertThat(all(UP, read("docker-compose.yml"))).isNotEmpty().allMatch(commands::contains);
  }

  /**
   * As the classic builder decides: the last pattern that matches the path or a directory above it
   * counts. Each of ours is a path, or "*" at the beginning.
   */
  private boolean isInContext(String path) {
    return ignored.stream()
        .filter(pattern -> pattern.startsWith("!"))
        .map(pattern -> pattern.substring(1))
        .anyMatch(kept -> path.equals(kept) || path.startsWith(kept + "/"));
  }

  private static List<String> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map(found -> found.group(1)).toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
