package io.framemill.worker.media.source.track;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads language tags with regions from the headers of a Matroska file (RFC 9559, 5.1.4), which
 * libavformat ignores.
 */
public final class MatroskaLanguages {
  private static final long SEGMENT = 0x18538067;
  private static final long TRACKS = 0x1654AE6B;
  private static final long TRACK = 0xAE;
  private static final long TRACK_TYPE = 0x83;
  private static final long LANGUAGE_BCP47 = 0x22B59D;
  private static final long CLUSTER = 0x1F43B675;
  private static final Set<Long> MASTERS = Set.of(SEGMENT, TRACKS, TRACK);

  /** Video, audio, subtitle and metadata, for which libavformat creates streams. */
  private static final Set<Integer> TYPES_WITH_STREAMS = Set.of(1, 2, 0x11, 0x21);

  private static final int MAX_TEXT_BYTES = 100;
  private static final int MAX_ELEMENTS = 100_000;

  private final RandomAccessFile in;
  private final List<String> languages = new ArrayList<>();
  private final List<Integer> types = new ArrayList<>();

  private MatroskaLanguages(RandomAccessFile in) {
    this.in = in;
  }

  /**
   * The BCP 47 tags of streams that have one.
   *
   * @return by libavformat's index of the stream; empty if the headers are invalid
   */
  public static Map<Integer, String> languagesIn(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      MatroskaLanguages tracks = new MatroskaLanguages(in);
      try {
        tracks.read();
      } catch (EOFException e) {
        // The tags read until then count.
      }
      return tracks.languages();
    }
  }

  private Map<Integer, String> languages() {
    Map<Integer, String> result = new TreeMap<>();
    int index = 0;
    for (int i = 0; i < types.size(); i++) {
      if (TYPES_WITH_STREAMS.contains(types.get(i))) {
        if (!languages.get(i).isEmpty()) {
          result.put(index, languages.get(i));
        }
        index++;
      }
    }
    return result;
  }

  /**
   * Descends into master elements and skips others, up to the first cluster: tracks come before.
   */
  private void read() throws IOException {
    long length = in.length();
    for (int i = 0; i < MAX_ELEMENTS; i++) {
      long id = number(false);
      long size = number(true);
      long next = in.getFilePointer() + size;
      boolean isWithinFile = size >= 0 && next >= 0 && next <= length;
      if (id == CLUSTER || (!isWithinFile && !MASTERS.contains(id))) {
        return;
      }
      if (id == TRACK) {
        languages.add("");
        types.add(0);
      } else if (id == LANGUAGE_BCP47 && !types.isEmpty() && size <= MAX_TEXT_BYTES) {
        byte[] text = new byte[(int) size];
        in.readFully(text);
        languages.set(languages.size() - 1, new String(text, StandardCharsets.US_ASCII).strip());
      } else if (id == TRACK_TYPE && !types.isEmpty() && size == 1) {
        types.set(types.size() - 1, in.read());
      }
      if (!MASTERS.contains(id)) {
        in.seek(next);
      }
    }
  }

  /**
   * Reads a number whose length is encoded in the leading zeros of its first byte (RFC 8794, 4); -1
   * for unknown.
   */
  private long number(boolean isSize) throws IOException {
    int first = in.readUnsignedByte();
    int more = Integer.numberOfLeadingZeros(first) - (Integer.SIZE - Byte.SIZE);
    long value = isSize ? first & (0xff >> (more + 1)) : first;
    boolean allOnes = isSize && value == (0xff >> (more + 1));
    for (int i = 0; i < more; i++) {
      int octet = in.readUnsignedByte();
      allOnes &= octet == 0xff;
      value = value << Byte.SIZE | octet;
    }
    return allOnes ? -1 : value;
  }
}
