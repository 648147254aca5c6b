package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.CorpusRow.rejected;
import static io.framemill.cli.e2e.CorpusRow.soundOnly;
import static io.framemill.cli.e2e.CorpusRow.video;

import io.framemill.testbroker.TestTimeouts;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated clips of the kinds that break transcoders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusIT {
  @TempDir private static Path sources;
  @TempDir private static Path directory;
  private final List<CorpusRow> rows = new ArrayList<>();
  private Corpus corpus;

  List<CorpusRow> rows() {
    return rows;
  }

  private void makeRows() throws IOException {
    rows.add(clip("it's \"4\" [part 2].mp4", clip -> clip.videoCodec("mpeg4")));
    rows.add(clip("odd sides.webm", clip -> clip.videoCodec("libvpx-vp9").size(161, 121)));
    rows.add(clip("no times.avi", clip -> clip.videoCodec("mpeg4").sound(500)));
    rows.add(clip("two\nlines.mpg", clip -> clip.videoCodec("mpeg2video")));
    rows.add(clip("raw.h264", clip -> clip.bFrames().headersInStream()));
    rows.add(clip("a & b #1?.flv", clip -> clip.gop(5)));
    rows.add(
        clip("late.ts", clip -> clip.muxerOption("mpegts_flags", "resend_headers").sound(900)));
    rows.add(clip("fragments.mp4", clip -> clip.muxerOption("movflags", "frag_keyframe")));
    rows.add(clip("-i.mov", clip -> clip.displayMatrix(0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30)));
    rows.add(clip("日本 100%.mkv", clip -> clip.bFrames().sound(1200)));
    TestClip.at(sources.resolve("one.webm")).videoCodec("libvpx").size(160, 90).frames(1).write();
    rows.add(video(sources.resolve("one.webm"), 1));
    TestClip.at(sources.resolve("song.mkv")).noPicture().sound(900).write();
    rows.add(soundOnly(sources.resolve("song.mkv")));
    rows.addAll(refused());
  }

  private static CorpusRow clip(String name, Consumer<TestClip> recipe) {
    TestClip clip = TestClip.at(sources.resolve(name)).size(160, 90).frames(20);
    recipe.accept(clip);
    return video(clip.write(), 20);
  }

  private static List<CorpusRow> refused() throws IOException {
    Path whole = TestClip.at(sources.resolve("whole.mp4")).size(64, 36).write();
    byte[] bytes = Files.readAllBytes(whole);
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    Path encrypted =
        TestClip.at(sources.resolve("encrypted.mp4"))
            .muxerOption("encryption_scheme", "cenc-aes-ctr")
            .muxerOption("encryption_key", "00112233445566778899aabbccddeeff")
            .muxerOption("encryption_kid", "ffeeddccbbaa99887766554433221100")
            .write();
    return List.of(
        rejected(Files.createFile(sources.resolve("empty.mp4"))),
        rejected(Files.write(sources.resolve("cut.mp4"), half)),
        rejected(Files.writeString(sources.resolve("page.mp4"), "<!DOCTYPE html><p>404</p>")),
        rejected(encrypted));
  }

  @BeforeAll
  void transcode() throws IOException {
    makeRows();
    corpus = new Corpus(rows, directory);
    corpus.transcode();
  }

  @ParameterizedTest
  @MethodSource("rows")
  @Timeout(TestTimeouts.LIMIT_SECONDS)
  void transcode_strangeFile_comesOutRightOrIsRefused(CorpusRow row) throws IOException {
    corpus.check(row);
  }
}
