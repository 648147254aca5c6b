package io.framemill.worker.media.source;

import io.framemill.worker.media.failure.BadSourceException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the links of a chained Ogg file (RFC 3533, 4 and 6): streams that are concatenated, as in
 * recordings of web radio. libavformat reads some of them as one stream, with the time base and the
 * channels of the first one.
 */
final class OggLinks {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte[] CAPTURE_PATTERN = "OggS".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES = 27;
  private static final int TYPE = 5;
  private static final int SERIAL = 14;
  private static final int SEQUENCE = 18;
  private static final int FIRST_PAGE_OF_STREAM = 2;

  /** Each link is opened like a file. A day of web radio has some hundreds. */
  private static final int MAX_LINKS = 10_000;

  /** Larger files are read completely only if samples of their pages indicate several links. */
  private static final long MAX_UNSAMPLED_BYTES = 1 << 24;

  private static final int SAMPLES = 64;

  /** A page has less than 64 KiB, so a sample contains the header of one. */
  private static final int SAMPLE_BYTES = 1 << 17;

  private final Path file;
  private final DataInputStream in;
  private final List<Long> starts = new ArrayList<>();
  private long position;

  private OggLinks(Path file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
  }

  /**
   * Byte offsets of the links of a file; at most one if the file is not a chain.
   *
   * @throws BadSourceException if there are more than {@value #MAX_LINKS}
   */
  static List<Long> startsIn(Path file) throws IOException {
    if (InputFile.sizeOf(file) > MAX_UNSAMPLED_BYTES && !mayBeChain(file)) {
      return List.of();
    }
    try (InputStream in = Files.newInputStream(file)) {
      OggLinks links = new OggLinks(file, in);
      try {
        links.read();
      } catch (EOFException e) {
        // The last page is complete, or truncated.
      }
      return links.starts;
    }
  }

  /**
   * Whether pages of a large file belong to a stream that does not start at its beginning: their
   * serial number differs, or they count from 0 again.
   */
  private static boolean mayBeChain(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      Map<Integer, Integer> latestSequence = new HashMap<>();
      long step = (in.length() - SAMPLE_BYTES) / (SAMPLES - 1);
      for (int i = 0; i < SAMPLES; i++) {
        in.seek(i * step);
        in.readFully(sample.array());
        if (i == 0 && !isPage(sample.array(), 0)) {
          return false;
        }
        if (hasOtherStream(sample, i == 0, latestSequence)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean hasOtherStream(
      ByteBuffer sample, boolean isStart, Map<Integer, Integer> latestSequence) {
    boolean inHeaders = isStart;
    for (int at = 0; at + HEADER_BYTES <= sample.capacity(); at++) {
      if (isPage(sample.array(), at)) {
        inHeaders &= (sample.get(at + TYPE) & FIRST_PAGE_OF_STREAM) != 0;
        int sequence = sample.getInt(at + SEQUENCE);
        Integer before = latestSequence.put(sample.getInt(at + SERIAL), sequence);
        if (!inHeaders && (before == null || sequence < before)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPage(byte[] bytes, int at) {
    int end = CAPTURE_PATTERN.length;
    return Arrays.equals(bytes, at, at + end, CAPTURE_PATTERN, 0, end) && bytes[at + end] == 0;
  }

  private void read() throws IOException {
    byte[] header = new byte[HEADER_BYTES];
    boolean inHeaders = false;
    while (readPageHeader(header)) {
      boolean isFirst = (header[TYPE] & FIRST_PAGE_OF_STREAM) != 0;
      if (isFirst && !inHeaders) {
        addStart(position - HEADER_BYTES);
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

  private void addStart(long start) {
    starts.add(start);
    if (starts.size() > MAX_LINKS) {
      throw new BadSourceException(
          InputFile.nameOf(file)
              + " is a chain of more than "
              + MAX_LINKS
              + " Ogg streams; split it into files with fewer");
    }
  }

  /** Reads the next page header; only the first one must be exactly at the expected offset. */
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
