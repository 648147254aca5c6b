package io.framemill.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.cli.local.OutputDirectory;
import io.framemill.controller.store.DeadLetter;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.FileModes;
import io.framemill.testprocess.UmaskProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rights of other users to what a controller keeps. */
class StateModesTest {
  private static final String PRIVATE = "rw-------";

  @TempDir private Path directory;

  /** A program that keeps state below its argument, takes uploads, and ends without closing. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Path directory = Path.of(arguments[0]);
      Path state = Server.directory(directory.resolve("new/state"), "--state", FileModes.PRIVATE);
      StateLock.take(state);
      DeadLetter letter = new DeadLetter("id", 0, "unreadable", 1, new byte[1]);
      JobStore.open(state.resolve("framemill.db"))
          .transaction(changes -> changes.bury(List.of(letter)));
      Uploads uploads = new Uploads(directory, UploadPolicy.DEFAULT);
      uploads.receive("whole", 4, new ByteArrayInputStream(new byte[4]), null);
      uploads.create("begun", 4, null);
      OutputDirectory.prepare(directory.resolve("out"), List.of("clip"));
      Runtime.getRuntime().halt(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "000, rwxrwx---, rw-rw----, rwxrwxr-x",
    "022, rwxr-x---, rw-r-----, rwxr-xr-x",
  })
  void files_underAnUmask_areOfThoseWhoNeedThem(
      String umask, String uploadDirectory, String uploadFile, String output) throws Exception {
    UmaskProcess.run(umask, Program.class, directory);

    Map<String, String> modes = modes();
    assertThat(modes)
        .containsEntry("new", "rwx------")
        .containsEntry("new/state", "rwx------")
        .containsEntry("new/state/framemill.db", PRIVATE)
        .containsEntry("new/state/framemill.db-wal", PRIVATE)
        .containsEntry("new/state/framemill.db-shm", PRIVATE)
        .containsEntry("new/state/framemill.lock", PRIVATE)
        .containsEntry("uploads", uploadDirectory)
        .containsEntry("uploads/ID", uploadDirectory)
        .containsEntry("uploads/ID/whole", uploadFile)
        .containsEntry("uploads/ID/.framemill-upload", uploadFile)
        .containsEntry("uploads/ID/.framemill-upload.json", uploadFile)
        .containsEntry("out", output)
        .containsEntry("out/.framemill-ID.lock", uploadFile);
    assertThat(modes).hasSize(13);
  }

  @Test
  void open_stateOfAnOlderVersion_isPrivateFromNowOn() throws Exception {
    Path file = directory.resolve("framemill.db");
    JobStore.open(file).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    try (JobStore store = JobStore.open(file)) {
      assertThat(modes().values()).containsOnly(PRIVATE);
    }
  }

  /** Of all files below the directory; random parts of names are "ID". */
  private Map<String, String> modes() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory).skip(1)) {
      for (Path file : files.toList()) {
        String name =
            directory
                .relativize(file)
                .toString()
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
        modes.put(name, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }
}
