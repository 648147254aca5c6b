package io.framemill.worker.testmedia;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Joins and cuts media files byte by byte, as recorders and broken copies do. */
public final class MediaFiles {
  private static final int TS_PACKET_BYTES = 188;

  private MediaFiles() {}

  /** Writes the parts one behind the other; returns the file. */
  public static Path join(Path file, Path... parts) {
    try {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      for (Path part : parts) {
        joined.writeBytes(Files.readAllBytes(part));
      }
      return Files.write(file, joined.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps only the first bytes of a file. */
  public static void keepPercent(Path file, int percent) {
    change(file, bytes -> Arrays.copyOf(bytes, (int) (bytes.length * (long) percent / 100)));
  }

  /** Drops the first fifth of a transport stream, in whole packets. */
  public static void dropStartOfTransportStream(Path file) {
    change(
        file,
        bytes ->
            Arrays.copyOfRange(
                bytes, bytes.length / 5 / TS_PACKET_BYTES * TS_PACKET_BYTES, bytes.length));
  }

  /** Changes the bytes of a file. */
  interface Change {
    byte[] of(byte[] bytes);
  }

  static void change(Path file, Change change) {
    try {
      Files.write(file, change.of(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
