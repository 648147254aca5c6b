package io.framemill.worker.media.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The top-level boxes of an MP4 or QuickTime file (ISO/IEC 14496-12, 4.2), read without libavformat
 * to explain why it cannot open the file.
 */
final class Mp4Outline {
  private static final int MAX_INDEX_BYTES = 1 << 24;
  private static final int MAX_BOXES = 10_000;

  /** Boxes of encrypted tracks (ISO/IEC 14496-12, 8.12; 23001-7) and DRM systems. */
  private static final List<String> SIGNS_OF_ENCRYPTION =
      List.of("encv", "enca", "pssh", "drms", "drmi");

  private final Set<String> boxes = new HashSet<>();
  private boolean encrypted;
  private boolean cut;

  private Mp4Outline() {}

  /** Reads the boxes of a file as far as they are valid. */
  static Mp4Outline read(Path file) throws IOException {
    Mp4Outline outline = new Mp4Outline();
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      outline.read(in);
    }
    return outline;
  }

  private void read(RandomAccessFile in) throws IOException {
    long position = 0;
    for (int i = 0; i < MAX_BOXES && position + 8 <= in.length(); i++) {
      in.seek(position);
      long size = Integer.toUnsignedLong(in.readInt());
      byte[] name = new byte[4];
      in.readFully(name);
      String type = new String(name, StandardCharsets.ISO_8859_1);
      boxes.add(type);
      if (size == 1) {
        size = readLong(in);
      }
      if (type.equals("moov")) {
        encrypted = isEncrypted(in, size);
      }
      if (size < 8) {
        return;
      }
      position += size;
    }
    cut = position > in.length();
  }

  private static long readLong(RandomAccessFile in) throws IOException {
    try {
      return in.readLong();
    } catch (EOFException e) {
      return 0;
    }
  }

  private static boolean isEncrypted(RandomAccessFile in, long size) throws IOException {
    long available = Math.min(size, in.length() - in.getFilePointer());
    byte[] index = new byte[(int) Math.min(Math.max(0, available), MAX_INDEX_BYTES)];
    in.readFully(index);
    String text = new String(index, StandardCharsets.ISO_8859_1);
    return SIGNS_OF_ENCRYPTION.stream().anyMatch(text::contains);
  }

  /** The fault, as text after the file's name; empty if none is visible at the top level. */
  Optional<String> complaint() {
    if (encrypted) {
      return Optional.of(Encryption.REFUSAL);
    }
    if (boxes.contains("moof") && !boxes.contains("moov")) {
      return Optional.of(
          "is only a piece of a stream: its beginning (the init segment) is in another file");
    }
    if (!boxes.contains("moov")) {
      return Optional.of(
          "cannot be read: its index (the \"moov\" box) is missing."
              + " It was probably cut short when it was recorded or copied");
    }
    return cut
        ? Optional.of("cannot be read: it is cut short or damaged within its index")
        : Optional.empty();
  }
}
