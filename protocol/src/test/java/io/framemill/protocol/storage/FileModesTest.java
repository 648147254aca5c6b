package io.framemill.protocol.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.testprocess.UmaskProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileModesTest {
  @TempDir private Path directory;

  /** A program that makes a file and a directory of each kind below its argument. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      for (FileModes modes : FileModes.values()) {
        ByteBuffer content = ByteBuffer.wrap(new byte[1]);
        AtomicFile.write(directory.resolve(modes + ".file"), content, modes);
        Files.createDirectory(directory.resolve(modes + ".directory"), modes.ofDirectory());
      }
      AtomicFile.write(
          directory.resolve("filled"), temporary -> Files.write(temporary, new byte[1]));
      new SharedDirectory(directory, directory.resolve("out")).write("job/a", new byte[1]);
      new TemporaryDirectory(directory.resolve("OUTPUT.directory")).path();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "000, rw-r--r--, rwxrwxr-x, rw-rw----, rwxrwx---",
    "002, rw-r--r--, rwxrwxr-x, rw-rw----, rwxrwx---",
    "022, rw-r--r--, rwxr-xr-x, rw-r-----, rwxr-x---",
    "077, rw-------, rwx------, rw-------, rwx------",
  })
  void files_underAnUmask_haveTheModesOfTheirKind(
      String umask,
      String outputFile,
      String outputDirectory,
      String sharedFile,
      String sharedDirectory)
      throws Exception {
    UmaskProcess.run(umask, Program.class, directory);

    assertThat(modes("OUTPUT.file")).isEqualTo(outputFile);
    assertThat(modes("OUTPUT.directory")).isEqualTo(outputDirectory);
    assertThat(modes("filled")).isEqualTo(outputFile);
    assertThat(modes("out")).isEqualTo(outputDirectory);
    assertThat(modes("out/job")).isEqualTo(outputDirectory);
    assertThat(modes("out/job/a")).isEqualTo(outputFile);
    assertThat(modes("SHARED.file")).isEqualTo(sharedFile);
    assertThat(modes("SHARED.directory")).isEqualTo(sharedDirectory);
    assertThat(modes("PRIVATE.file")).isEqualTo("rw-------");
    assertThat(modes("PRIVATE.directory")).isEqualTo("rwx------");
  }

  @Test
  void restrict_fileThatOthersMayRead_takesThatAway() throws IOException {
    Path file = Files.createFile(directory.resolve("a"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xrwx"));

    FileModes.PRIVATE.restrict(file);
    FileModes.PRIVATE.restrict(directory.resolve("missing"));

    assertThat(modes("a")).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({
    "rwx------, true",
    "rwxr-xr-x, true",
    "rwxrwxr-x, false",
    "rwxr-xrwx, false",
  })
  void isWritableOnlyBy_itsOwner_dependsOnTheRightsOfOthers(String mode, boolean expected)
      throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));

    assertThat(FileModes.isWritableOnlyBy(Files.getOwner(directory), directory))
        .isEqualTo(expected);
  }

  @Test
  void isWritableOnlyBy_anotherUser_isNot() throws IOException {
    UserPrincipal other =
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("12345");

    assertThat(FileModes.isWritableOnlyBy(other, directory)).isFalse();
  }

  private String modes(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(path)));
  }
}
