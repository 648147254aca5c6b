package io.framemill.worker.media.source.track;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads language tags with regions ({@code elng}, ISO/IEC 14496-12, 8.4.6) from the index of an MP4
 * or QuickTime file, which libavformat ignores.
 */
public final class Mp4Languages {
  /** Container boxes on the path to the language of a track. */
  private static final Set<String> CONTAINERS = Set.of("moov", "trak", "mdia");

  private static final int BOX_HEADER_BYTES = 8;
  private static final int FULL_BOX_HEADER_BYTES = 4;
  private static final int MAX_TEXT_BYTES = 100;
  private static final int MAX_BOXES = 100_000;

  private final RandomAccessFile in;
  private final Map<Integer, String> languages = new TreeMap<>();
  private int track = -1;

  private Mp4Languages(RandomAccessFile in) {
    this.in = in;
  }

  /**
   * The BCP 47 tags of streams that have one.
   *
   * @return by libavformat's index of the stream, which is the position of the track in the file;
   *     empty if the index is invalid
   */
  public static Map<Integer, String> languagesIn(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      Mp4Languages tracks = new Mp4Languages(in);
      try {
        tracks.read();
      } catch (EOFException e) {
        // The tags read until then count.
      }
      return tracks.languages;
    }
  }

  /** Descends into container boxes and skips others. */
  private void read() throws IOException {
    long position = 0;
    for (int i = 0; i < MAX_BOXES && position + BOX_HEADER_BYTES <= in.length(); i++) {
      in.seek(position);
      long size = Integer.toUnsignedLong(in.readInt());
      byte[] name = new byte[4];
      in.readFully(name);
      String type = new String(name, StandardCharsets.ISO_8859_1);
      if (size == 1) {
        size = in.readLong();
      }
      long next = position + size;
      if (size < BOX_HEADER_BYTES || next < 0 || next > in.length()) {
        return;
      }
      track += type.equals("trak") ? 1 : 0;
      if (type.equals("elng") && track >= 0) {
        readLanguage(size - BOX_HEADER_BYTES - FULL_BOX_HEADER_BYTES);
      }
      position = CONTAINERS.contains(type) ? in.getFilePointer() : next;
    }
  }

  /** Reads a zero-terminated text. */
  private void readLanguage(long bytes) throws IOException {
    if (bytes > 0 && bytes <= MAX_TEXT_BYTES) {
      in.skipBytes(FULL_BOX_HEADER_BYTES);
      byte[] text = new byte[(int) bytes];
      in.readFully(text);
      languages.put(track, new String(text, StandardCharsets.US_ASCII).replace("\0", "").strip());
    }
  }
}
