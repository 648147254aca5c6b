package io.framemill.worker.slot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of bytes with a limit on the length that is kept. Not thread-safe. */
public final class LineReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxBytes;

  /**
   * @param in not closed by this reader
   * @param maxBytes maximum length; the rest of a line is skipped
   */
  public LineReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.maxBytes = maxBytes;
  }

  /**
   * The next line without its end ({@code \n} or {@code \r\n}), or null at the end of the stream. A
   * last line without an end counts.
   */
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      if (line.size() < maxBytes) {
        line.write(next);
      }
    }
    return withoutCarriageReturn(line.toByteArray());
  }

  private static byte[] withoutCarriageReturn(byte[] line) {
    boolean found = line.length > 0 && line[line.length - 1] == '\r';
    return found ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
