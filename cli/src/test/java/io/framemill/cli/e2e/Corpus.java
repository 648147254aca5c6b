package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.AdaptiveStreamAssert.assertThatStream;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.e2e.CorpusRow.Expect;
import io.framemill.worker.testmedia.DecodedMedia;
import io.lindstrom.m3u8.model.Variant;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts sources through the program and says whether what became of each is right. All that are to
 * come out go through one process, as in a person's {@code transcode *.mp4}; each of the others has
 * one of its own, for its exit code.
 */
final class Corpus {
  private final List<CorpusRow> rows;
  private final Path directory;

  /**
   * @param directory an empty one, to work in
   */
  Corpus(List<CorpusRow> rows, Path directory) {
    this.rows = rows;
    this.directory = directory;
  }

  /** Transcodes those that are to come out. */
  void transcode() {
    Stream<String> files =
        rows.stream()
            .filter(row -> row.expect() != Expect.REJECT)
            .map(row -> row.source().toString());
    FramemillProcess program =
        FramemillProcess.run(
            directory, Stream.concat(Stream.of("transcode", "--"), files).toArray(String[]::new));
    assertThat(program.exitCode()).as("%s", program).isZero();
  }

  /** Asserts that the right thing became, or becomes, of a source. */
  void check(CorpusRow row) throws IOException {
    switch (row.expect()) {
      case VIDEO -> checkVideo(row);
      case AUDIO_ONLY -> checkSoundOnly(row);
      case REJECT -> checkRejected(row);
    }
  }

  private void checkVideo(CorpusRow row) throws IOException {
    AdaptiveStream stream = AdaptiveStream.read(output(row));
    assertThat(stream.video()).isNotEmpty();
    assertThatStream(stream).hasWellFormedRenditions().decodesCleanly(row.frames());
  }

  private void checkSoundOnly(CorpusRow row) throws IOException {
    Path master = output(row).resolve("master.m3u8");
    List<Variant> variants = new MasterPlaylistParser().readPlaylist(master).variants();
    assertThat(variants).isNotEmpty();
    for (Variant variant : variants) {
      assertThat(variant.resolution()).isEmpty();
      DecodedMedia decoded = DecodedMedia.of(master.resolveSibling(variant.uri()));
      assertThat(decoded.complaints()).isEmpty();
      assertThat(decoded.video()).isEmpty();
      assertThat(decoded.audio().get(0).samples()).isNotEmpty();
    }
  }

  private void checkRejected(CorpusRow row) throws IOException {
    Path work = Files.createDirectory(directory.resolve(row.outputName() + ".rejected"));

    FramemillProcess program =
        FramemillProcess.run(work, "transcode", "-q", "--", row.source().toString());

    assertThat(program.exitCode()).as("%s", program).isEqualTo(1);
    assertThat(program.err().lines())
        .as("%s", program)
        .singleElement()
        .asString()
        .contains(row.source().getFileName().toString())
        .doesNotContain("Exception", "Invalid data", "rror ");
    assertThat(program.out()).isEmpty();
    assertThat(work).isEmptyDirectory();
  }

  /** By another name, because libavformat takes a question mark in a path for a query. */
  private Path output(CorpusRow row) throws IOException {
    return Files.createSymbolicLink(
        directory.resolve("output-" + rows.indexOf(row)),
        directory.resolve("out").resolve(row.outputName()));
  }
}
