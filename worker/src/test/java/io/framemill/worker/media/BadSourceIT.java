package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framemill.protocol.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadSourceIT {
  @TempDir private Path directory;

  private static TranscodeException inspect(Path source) {
    TranscodeException refusal =
        catchThrowableOfType(TranscodeException.class, () -> TaskRun.inspect(source));
    assertThat(refusal).as("refusal of " + source).isNotNull();
    return refusal;
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static void assertBadInput(TranscodeException refusal, String message) {
    assertThat(refusal.kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(refusal).hasMessage(message);
  }

  @Test
  void inspect_emptyFile_saysSo() throws IOException {
    assertBadInput(inspect(file("a.mp4", "")), "a.mp4 is empty");
  }

  @Test
  void inspect_text_isNoMedia() throws IOException {
    assertBadInput(
        inspect(file("a.mp4", "Dear diary, today I did not film anything.\n".repeat(50))),
        "a.mp4 is not a media file that can be read"
            + " (Invalid data found when processing input)");
  }

  @Test
  void inspect_cutBeforeItsIndex_isNoMedia() throws IOException {
    Path whole = TestClip.at(directory.resolve("whole.mp4")).write();
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(directory.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

    assertBadInput(
        inspect(half),
        "half.mp4 is not a media file that can be read"
            + " (Invalid data found when processing input)");
  }

  @Test
  void inspect_noStreams_hasNothing() throws IOException {
    assertThat(inspect(file("a.mp4", "\0\0\0\20ftypisom\0\0\0\0\0\0\0\10moov")))
        .satisfies(r -> assertThat(r.kind()).isEqualTo(FailureKind.BAD_INPUT))
        .hasMessage("a.mp4 has neither picture nor sound");
  }

  @Test
  void inspect_encrypted_saysSo() {
    Path source =
        TestClip.at(directory.resolve("a.mp4"))
            .muxerOption("encryption_scheme", "cenc-aes-ctr")
            .muxerOption("encryption_key", "00112233445566778899aabbccddeeff")
            .muxerOption("encryption_kid", "ffeeddccbbaa99887766554433221100")
            .write();

    assertBadInput(inspect(source), "a.mp4 is encrypted");
  }

  @Test
  void inspect_scriptThatNamesAnotherFile_isRefused() throws IOException {
    TestClip.at(directory.resolve("secret.mp4")).write();

    assertThat(inspect(file("a.mp4", "ffconcat version 1.0\nfile secret.mp4\n")).kind())
        .isEqualTo(FailureKind.BAD_INPUT);
    String playlist =
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:2
        #EXTINF:2,
        secret.mp4
        #EXT-X-ENDLIST
        """;
    assertThat(inspect(file("b.mp4", playlist)).kind()).isEqualTo(FailureKind.BAD_INPUT);
  }

  @Test
  void inspect_missingFile_isTheMachinesFault() {
    TranscodeException failure = inspect(directory.resolve("gone.mp4"));

    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure).hasMessageContaining("gone.mp4");
  }

  @Test
  void encodeVideo_outputCannotBeWritten_isTheMachinesFaultAndNamesThePath() throws IOException {
    Path source = TestClip.at(directory.resolve("a.mp4")).write();
    Path notADirectory = file("taken", "a file");
    TaskRun run = new TaskRun(source, notADirectory);

    TranscodeException failure =
        catchThrowableOfType(
            TranscodeException.class,
            () -> run.encodeVideo(1, TaskRun.rendition("180p", 320, 180)));

    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure).hasMessageContaining(notADirectory.toString());
  }

  @Test
  void listen_consumerThrows_isSurvived() throws IOException {
    Path source = file("a.mp4", "\0\0\0\20ftypisom\0\0\0\0\0\0\0\10free");
    LibavLog.get()
        .listen(
            line -> {
              throw new IllegalStateException("thrown out of a native callback");
            });
    try {
      assertThat(inspect(source).kind()).isEqualTo(FailureKind.BAD_INPUT);
    } finally {
      LibavLog.get().listen(line -> {});
    }
  }
}
