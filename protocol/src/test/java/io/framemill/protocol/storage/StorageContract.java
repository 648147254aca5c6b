package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.rendition.OutputLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Storage} does, wherever it keeps its files. */
abstract class StorageContract {
  /** The storage of this test, empty at its start; the same at each call. */
  abstract Storage storage();

  /** Puts a source in place or replaces it, as somebody outside of Framemill does. */
  abstract void putSource(String key, String content) throws IOException;

  /** The content of an output file. */
  abstract String output(String key) throws IOException;

  @Test
  void source_thatIsThere_hasItsContent() throws IOException {
    putSource("films/a.mp4", "film");
    assertThat(storage().source("films/a.mp4")).hasContent("film");
  }

  @Test
  void source_notThere_isNoRefusal() {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> storage().source("b.mp4"))
        .satisfies(e -> assertThat(e.isRefusal()).isFalse());
  }

  @Test
  void stamp_ofASource_changesWithIt() throws IOException {
    putSource("a.mp4", "x");
    SourceStamp before = storage().stamp("a.mp4").orElseThrow();
    assertThat(before.sizeBytes()).isEqualTo(1);
    assertThat(storage().stamp("a.mp4")).hasValue(before);

    putSource("a.mp4", "xy");

    assertThat(storage().stamp("a.mp4").orElseThrow()).isNotEqualTo(before);
  }

  @Test
  void stamp_notThere_isEmpty() {
    assertThat(storage().stamp("no/such/b.mp4")).isEmpty();
  }

  @Test
  void outputDirectory_ofAnyDepth_canBeWrittenTo() {
    Path directory = storage().outputDirectory("film/video/360p");
    assertThat(directory).isDirectory().isWritable();
    assertThat(storage().outputDirectory("film/video/360p")).isEqualTo(directory);
  }

  @Test
  void write_again_replacesTheContent() throws IOException {
    write("film/job.json", "first, and longer");
    write("film/job.json", "second");
    assertThat(output("film/job.json")).isEqualTo("second");
  }

  @Test
  void sizeBytes_ofAFile_orOfNone() {
    write("film/1.m4s", "four");
    assertThat(storage().sizeBytes("film/1.m4s")).isEqualTo(4);
    assertThat(storage().sizeBytes("film/2.m4s")).isZero();
    assertThat(storage().sizeBytes("other/1.m4s")).isZero();
  }

  @Test
  void missing_namesWhatIsNotThereOrEmpty() {
    write("film/1.m4s", "x");
    write("film/2.m4s", "");
    List<String> names = List.of("1.m4s", "2.m4s", "3.m4s");
    assertThat(storage().missing("film", names)).containsExactlyInAnyOrder("2.m4s", "3.m4s");
    assertThat(storage().missing("other", names)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void deleteFiles_ofManifests_deletesPlaylistsAndManifestsOnly() throws IOException {
    List<String> playlists =
        List.of("film/master.m3u8", "film/manifest.mpd", "film/video/360p/playlist.m3u8");
    playlists.forEach(key -> write(key, "text"));
    write("film/video/360p/00001.m4s", "segment");

    storage().deleteFiles("film", OutputLayout::isManifest);

    assertThat(playlists).allSatisfy(key -> assertThat(storage().sizeBytes(key)).isZero());
    assertThat(output("film/video/360p/00001.m4s")).isEqualTo("segment");
  }

  @Test
  void sweepOutput_ofWhatIsComplete_keepsIt() throws IOException {
    write("film/video/1.m4s", "segment");
    storage().sweepOutput("film");
    assertThat(output("film/video/1.m4s")).isEqualTo("segment");
  }

  @Test
  void deleteOutput_takesAllOfItAndNothingBeside() throws IOException {
    write("film/video/1.m4s", "segment");
    write("film/job.json", "{}");
    write("film-2/job.json", "other");

    storage().deleteOutput("film");

    assertThat(storage().sizeBytes("film/video/1.m4s")).isZero();
    assertThat(storage().sizeBytes("film/job.json")).isZero();
    assertThat(output("film-2/job.json")).isEqualTo("other");
  }

  @Test
  void anyCleaning_ofAnOutputThatIsNotThere_doesNothing() {
    assertThatCode(() -> storage().deleteFiles("never", OutputLayout::isManifest))
        .doesNotThrowAnyException();
    assertThatCode(() -> storage().sweepOutput("never")).doesNotThrowAnyException();
    assertThatCode(() -> storage().deleteOutput("never")).doesNotThrowAnyException();
  }

  @Test
  void location_ofAnOutput_endsWithItsKey() {
    assertThat(storage().location("film/video")).endsWith("film/video");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../secret", "a/../../secret", "/etc/passwd", "a/..", "\0"})
  void anyKey_thatLeavesItsRoot_isRefusedByAllMethods(String key) {
    List<Runnable> uses =
        List.of(
            () -> storage().source(key),
            () -> storage().stamp(key),
            () -> storage().outputDirectory(key),
            () -> storage().write(key, new byte[1]),
            () -> storage().missing(key, List.of("1.m4s")),
            () -> storage().sizeBytes(key),
            () -> storage().deleteFiles(key, OutputLayout::isManifest),
            () -> storage().location(key),
            () -> storage().sweepOutput(key),
            () -> storage().deleteOutput(key));
    for (Runnable use : uses) {
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(use::run)
          .satisfies(e -> assertThat(e.isRefusal()).isTrue());
    }
  }

  private void write(String key, String content) {
    storage().write(key, content.getBytes(StandardCharsets.UTF_8));
  }
}
