package io.framemill.cli.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The clips of the repository, as {@code samples/README.md} describes them. */
final class Samples {
  /** 1280x720, 24 frames a second, 10 s, 240 frames, stereo sound. */
  static final Path BUNNY = inRoot("samples/bbb_720p_10s.mp4");

  /** 640x360, 25 frames a second, 8 s, 200 frames, no sound. */
  static final Path SILENT = inRoot("samples/testsrc_360p_8s.mp4");

  private Samples() {}

  private static Path inRoot(String path) {
    Path file = Path.of(System.getProperty("framemill.root"), path).toAbsolutePath();
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("missing: " + file);
    }
    return file;
  }
}
