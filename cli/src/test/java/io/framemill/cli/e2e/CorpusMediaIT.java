package io.framemill.cli.e2e;

import io.framemill.cli.e2e.CorpusRow.Expect;
import io.framemill.testbroker.TestTimeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real files that break transcoders, from the shared media. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusMediaIT {
  private static final Path FILES = Path.of(System.getProperty("framemill.media"), "corpus");

  @TempDir private static Path directory;
  private Corpus corpus;

  static List<CorpusRow> rows() {
    try {
      List<String> lines = Files.readAllLines(FILES.resolve("manifest.tsv"));
      String[] names = lines.get(0).split("\t", -1);
      return lines.stream().skip(1).map(line -> row(names, line.split("\t", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CorpusRow row(String[] names, String[] values) {
    Map<String, String> cells = new HashMap<>();
    Arrays.asList(names).forEach(name -> cells.put(name, values[cells.size()]));
    String file = String.valueOf(cells.get("path"));
    Expect expect =
        Expect.valueOf(
            String.valueOf(cells.get("expect")).toUpperCase(Locale.ROOT).replace('-', '_'));
    int frames =
        expect == Expect.VIDEO ? Integer.parseInt(String.valueOf(cells.get("frames_ffmpeg"))) : 0;
    return new CorpusRow(FILES.resolve(file).toAbsolutePath().normalize(), expect, frames);
  }

  @BeforeAll
  void transcode() {
    corpus = new Corpus(rows(), directory);
    corpus.transcode();
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Timeout(TestTimeouts.LIMIT_SECONDS)
  void transcode_corpusFile_comesOutRightOrIsRefused(CorpusRow row) throws IOException {
    corpus.check(row);
  }
}
