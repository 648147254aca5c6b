package io.framemill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whether the files that docs/extending.md names exist. */
class ExtendingDocumentTest {
  private static final Path ROOT = Path.of(System.getProperty("framemill.root"));
  private static final Pattern NAMED =
      Pattern.compile("(protocol|worker|controller|cli): (`[^|]*)\\|");
  private static final Pattern PATH = Pattern.compile("`([^`]*/[^`]*)`");

  @Test
  void files_all_exist() throws IOException {
    List<Path> files =
        NAMED
            .matcher(Files.readString(ROOT.resolve("docs/extending.md")))
            .results()
            .flatMap(
                row ->
                    PATH.matcher(row.group(2))
                        .results()
                        .map(path -> file(row.group(1), path.group(1))))
            .toList();

    assertThat(files).hasSizeGreaterThan(15).allSatisfy(file -> assertThat(file).exists());
  }

  private static Path file(String module, String path) {
    boolean isCode = path.startsWith(module + "/");
    return ROOT.resolve(module)
        .resolve(isCode ? "src/main/java/io/framemill" : "src/main/resources")
        .resolve(path);
  }
}
