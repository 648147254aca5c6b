package io.framemill.worker.media.source;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the links of an Ogg file (RFC 3533, 4 and 6): streams that were put together one after the
 * other, as recordings of web radio are. libavformat reads some of them on as one stream, with the
 * time base and the channels of the first one.
 */
final class OggLinks {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] CAPTURE_PATTERN = "OggS".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 27;
  private static final int TYPE = 5;
  private static final int FIRST_PAGE_OF_STREAM = 2;

  private final DataInputStream in;
  private final List<Long> starts = new ArrayList<>();
  private long position;

  private OggLinks(InputStream in) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
  }

  /** Where in a file each link begins; empty if the file is no Ogg file. */
  static List<Long> startsIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      OggLinks links = new OggLinks(in);
      try {
        links.read();
      } catch (EOFException e) {
        // The last page is read, or cut.
      }
      return links.starts;
    }
  }

  private void read() throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    boolean inHeaders = false;
    while (readPageHeader(header)) {
      boolean isFirst = (header[TYPE] & FIRST_PAGE_OF_STREAM) != 0;
      if (isFirst && !inHeaders) {
        starts.add(position - HEADER_BYTES);
      }
      inHeaders = isFirst;
      byte[] lengths = new byte[header[HEADER_BYTES - 1] & 0xff];
      in.readFully(lengths);
      long payload = 0;
      for (byte length : lengths) {
        payload += length & 0xff;
      }
      in.skipNBytes(payload);
      position += lengths.length + payload;
    }
  }

  /** Goes to the next page; only the first one must be where it is looked for. */
  private boolean readPageHeader(byte[] header) throws IOException {
    in.readFully(header);
    position += header.length;
    while (!Arrays.equals(header, 0, 4, CAPTURE_PATTERN, 0, 4)) {
      if (starts.isEmpty()) {
        return false;
      }
      System.arraycopy(header, 1, header, 0, HEADER_BYTES - 1);
      header[HEADER_BYTES - 1] = in.readByte();
      position++;
    }
    return true;
  }
}
