package io.framemill.controller.upload;

import static io.framemill.controller.upload.UploadException.Reason.BROKEN_OFF;
import static io.framemill.controller.upload.UploadException.Reason.BUSY;
import static io.framemill.controller.upload.UploadException.Reason.CANNOT_STORE;
import static io.framemill.controller.upload.UploadException.Reason.TOO_LARGE;
import static io.framemill.controller.upload.UploadException.Reason.UNKNOWN;
import static io.framemill.controller.upload.UploadException.Reason.WRONG_CHECKSUM;
import static io.framemill.controller.upload.UploadException.Reason.WRONG_OFFSET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.testbroker.Directories;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {
  private static final Checksum OF_FILM = Checksum.of("SHA-256", "film".getBytes(UTF_8));

  @TempDir Path media;
  private Uploads uploads;

  @BeforeEach
  void open() {
    uploads = new Uploads(media, UploadPolicy.DEFAULT);
  }

  @Test
  void append_inPiecesAfterARestart_isSeenWholeUnderItsName() {
    Upload begun = uploads.create("clip.mp4", 4, OF_FILM);
    uploads.append(begun.id(), 0, body("fi"), null);
    assertThat(media.resolve(begun.key())).doesNotExist();

    open();
    assertThat(uploads.find(begun.id()).receivedBytes()).isEqualTo(2);
    Upload done = uploads.append(begun.id(), 2, body("lm"), null);

    assertThat(done.isComplete()).isTrue();
    assertThat(done.key()).matches("uploads/[0-9a-f-]{36}/clip\\.mp4");
    assertThat(media.resolve(done.key())).hasContent("film");
    assertThat(uploads.find(begun.id())).isEqualTo(done);
  }

  @Test
  void create_uploadsIsALink_isRefusedAndNotFollowed(@TempDir Path elsewhere) throws Exception {
    Files.createSymbolicLink(media.resolve("uploads"), elsewhere);

    assertFails(CANNOT_STORE, () -> uploads.create("clip.mp4", 4, null));
    assertFails(CANNOT_STORE, () -> uploads.receive("clip.mp4", 4, body("film"), null));

    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void append_dataBecomesALink_isNotFollowed() throws Exception {
    Upload begun = uploads.create("clip.mp4", 4, null);
    Path data = media.resolve("uploads/" + begun.id() + "/.framemill-upload");
    Path victim = Files.createFile(media.resolve("victim"));
    Files.delete(data);
    Files.createSymbolicLink(data, victim);

    assertFails(CANNOT_STORE, () -> uploads.append(begun.id(), 0, body("film"), null));

    assertThat(victim).isEmptyFile();
  }

  @Test
  void append_connectionBreaks_keepsWhatArrived() {
    Upload begun = uploads.create("clip.mp4", 4, null);

    assertFails(BROKEN_OFF, () -> uploads.append(begun.id(), 0, breakingAfter("fil"), null));

    assertThat(uploads.find(begun.id()).receivedBytes()).isEqualTo(3);
  }

  @Test
  void append_connectionBreaksInAPieceWithAChecksum_keepsNothingOfIt() {
    Upload begun = uploads.create("clip.mp4", 4, null);
    uploads.append(begun.id(), 0, body("f"), null);

    assertFails(BROKEN_OFF, () -> uploads.append(begun.id(), 1, breakingAfter("il"), OF_FILM));

    assertThat(uploads.find(begun.id()).receivedBytes()).isEqualTo(1);
  }

  @Test
  void append_pieceOfAnotherChecksum_isNotKept() {
    Upload begun = uploads.create("clip.mp4", 8, null);

    assertFails(WRONG_CHECKSUM, () -> uploads.append(begun.id(), 0, body("fjlm"), OF_FILM));

    assertThat(uploads.append(begun.id(), 0, body("film"), OF_FILM).receivedBytes()).isEqualTo(4);
  }

  @Test
  void append_wholeOfAnotherChecksum_leavesNothing() throws IOException {
    Upload begun = uploads.create("clip.mp4", 4, OF_FILM);

    assertFails(WRONG_CHECKSUM, () -> uploads.append(begun.id(), 0, body("fjlm"), null));

    assertFails(UNKNOWN, () -> uploads.find(begun.id()));
    assertThat(files()).isEmpty();
  }

  @Test
  void append_elsewhereThanAtTheEnd_changesNothing() {
    Upload begun = uploads.create("clip.mp4", 4, null);
    uploads.append(begun.id(), 0, body("fi"), null);

    assertFails(WRONG_OFFSET, () -> uploads.append(begun.id(), 0, body("xx"), null));
    assertFails(WRONG_OFFSET, () -> uploads.append(begun.id(), 3, body("x"), null));

    Upload done = uploads.append(begun.id(), 2, body("lm"), null);
    assertThat(media.resolve(done.key())).hasContent("film");
  }

  @Test
  void append_moreThanAnnounced_isTooLarge() {
    Upload begun = uploads.create("clip.mp4", 3, null);

    assertFails(TOO_LARGE, () -> uploads.append(begun.id(), 0, body("film"), null));

    assertThat(uploads.find(begun.id()).receivedBytes()).isZero();
  }

  @Test
  void append_anotherRequestWrites_isBusy() {
    Upload begun = uploads.create("clip.mp4", 4, null);
    InputStream during =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] buffer) {
            assertFails(BUSY, () -> uploads.append(begun.id(), 0, body("x"), null));
            assertFails(BUSY, () -> uploads.delete(begun.id()));
            return -1;
          }
        };

    assertThat(uploads.append(begun.id(), 0, during, null).receivedBytes()).isZero();
  }

  @Test
  void append_diskFull_leavesNothing() throws IOException {
    uploads = new Uploads(media, UploadPolicy.DEFAULT, Clock.systemUTC(), FullDisk.withRoomFor(3));
    Upload begun = uploads.create("clip.mp4", 4, null);
    uploads.append(begun.id(), 0, body("fi"), null);

    assertThatThrownBy(() -> uploads.append(begun.id(), 2, body("lm"), null))
        .isInstanceOfSatisfying(
            UploadException.class, e -> assertThat(e.reason()).isEqualTo(CANNOT_STORE))
        .hasMessage("The upload cannot be stored: No space left on device");

    assertThat(files()).isEmpty();
  }

  @Test
  void receive_diskFull_leavesNothing() throws IOException {
    uploads = new Uploads(media, UploadPolicy.DEFAULT, Clock.systemUTC(), FullDisk.withRoomFor(3));

    assertFails(CANNOT_STORE, () -> uploads.receive("clip.mp4", -1, body("film"), null));

    assertThat(files()).isEmpty();
  }

  @Test
  void receive_moreThanAllowed_leavesNothing() throws IOException {
    uploads = new Uploads(media, UploadPolicy.DEFAULT.withMaxBytes(3));

    assertFails(TOO_LARGE, () -> uploads.receive("clip.mp4", -1, body("film"), null));

    assertThat(files()).isEmpty();
  }

  @Test
  void create_moreThanTheDiskHas_isRefusedAtOnce() {
    uploads = new Uploads(media, UploadPolicy.DEFAULT.withMaxBytes(Long.MAX_VALUE));

    assertThatThrownBy(() -> uploads.create("clip.mp4", 1L << 60, null))
        .hasMessageMatching(
            "No room for the upload: it has 1152921504606846976 bytes, and \\d+ are free");
  }

  @Test
  void create_emptyFile_isComplete() {
    Upload empty = uploads.create("empty.mp4", 0, null);

    assertThat(empty.isComplete()).isTrue();
    assertThat(media.resolve(empty.key())).isEmptyFile();
  }

  @Test
  void create_namedLikeATemporaryFile_getsAnotherName() {
    Upload begun = uploads.create(".framemill-upload.json", 4, null);

    Upload done = uploads.append(begun.id(), 0, body("film"), null);

    assertThat(done.key()).endsWith("/_framemill-upload.json");
    assertThat(media.resolve(done.key())).hasContent("film");
  }

  @Test
  void delete_unfinished_leavesNothing() throws IOException {
    Upload begun = uploads.create("clip.mp4", 4, null);

    uploads.delete(begun.id());

    assertFails(UNKNOWN, () -> uploads.find(begun.id()));
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "", "../..", "00000000-0000-0000-0000-000000000000"})
  void find_whatIsNoUpload_isUnknown(String id) {
    assertFails(UNKNOWN, () -> uploads.find(id));
    assertFails(UNKNOWN, () -> uploads.delete(id));
  }

  private static void assertFails(UploadException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            UploadException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static InputStream breakingAfter(String text) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Connection reset");
          }
        };
    return new SequenceInputStream(body(text), broken);
  }

  private List<Path> files() {
    return Directories.files(media);
  }
}
