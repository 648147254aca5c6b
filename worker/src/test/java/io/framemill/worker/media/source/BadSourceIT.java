package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.LibavLog;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
        "a.mp4 is text, not a video");
  }

  @Test
  void inspect_cutBeforeItsIndex_saysSo() throws IOException {
    Path whole = TestClip.at(directory.resolve("whole.mp4")).write();
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(directory.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));

    assertBadInput(
        inspect(half),
        "half.mp4 cannot be read: its index (the \"moov\" box) is missing."
            + " It was probably cut short when it was recorded or copied");
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

    assertBadInput(inspect(source), "a.mp4 " + Encryption.REFUSAL);
  }

  static Stream<Arguments> otherKinds() {
    return Stream.of(
        Arguments.of("89504e470d0a1a0a0000", "a still picture (PNG)"),
        Arguments.of("ffd8ffe000104a464946", "a still picture (JPEG)"),
        Arguments.of("504b0304140000000800", "a ZIP archive or an office document"),
        Arguments.of("255044462d312e340a25", "a PDF document"),
        Arguments.of("7f454c46020101000000", "a program"),
        Arguments.of("5249464600000000574542505650384c", "a picture (WebP)"),
        Arguments.of("3c21444f43545950452068746d6c3e3c", "a web page"),
        Arguments.of("efbbbf48c3a46c6c6f2077c3b6726c64c3", "text"));
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void inspect_fileOfAnotherKind_saysWhatItIs(String start, String kind) throws IOException {
    Path file = Files.write(directory.resolve("a.mp4"), HexFormat.of().parseHex(start));

    assertBadInput(inspect(file), "a.mp4 is " + kind + ", not a video");
  }

  @Test
  void inspect_pieceOfAStream_saysSo() throws IOException {
    Path whole =
        TestClip.at(directory.resolve("whole.mp4"))
            .frames(2)
            .muxerOption("movflags", "frag_keyframe+empty_moov")
            .write();
    byte[] bytes = Files.readAllBytes(whole);
    int fragment = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moof") - 4;
    Path piece = directory.resolve("1.m4s");
    Files.write(piece, Arrays.copyOfRange(bytes, fragment, bytes.length));

    assertBadInput(
        inspect(piece),
        "1.m4s is only a piece of a stream: its beginning (the init segment) is in another file");
  }

  @Test
  void inspect_encryptedAndUnreadable_isCalledEncrypted() throws IOException {
    Path file = file("a.mp4", "\0\0\0\20ftypisom\0\0\0\0\0\0\0\30moov\0\0\0\20encvnonsense");

    assertThat(OpenFailure.of(file, "no reason")).hasMessage("a.mp4 " + Encryption.REFUSAL);
  }

  @Test
  void inspect_matroskaCutInItsHeader_isItsOwnFault() throws IOException {
    Path whole = TestClip.at(directory.resolve("whole.mkv")).frames(2).write();
    Path start = directory.resolve("start.mkv");
    Files.write(start, Arrays.copyOf(Files.readAllBytes(whole), 300));

    assertThat(inspect(start).kind()).isEqualTo(FailureKind.BAD_INPUT);
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
