package io.framemill.worker.testmedia;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the boxes of a fragment: ISO/IEC 14496-12. */
public final class FragmentBoxes {
  private static final int HEADER_BYTES = 8;

  private FragmentBoxes() {}

  /** The names of the boxes at the top level, in order. */
  public static List<String> topLevel(Path file) {
    ByteBuffer bytes = read(file);
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < bytes.limit()) {
      names.add(name(bytes, at));
      at += bytes.getInt(at);
    }
    return names;
  }

  /** The fragment's decode time in track ticks: moof/traf/tfdt. */
  public static long decodeTime(Path file) {
    ByteBuffer bytes = read(file);
    int moof = child(bytes, 0, bytes.limit(), "moof");
    int traf = child(bytes, moof + HEADER_BYTES, moof + bytes.getInt(moof), "traf");
    int tfdt = child(bytes, traf + HEADER_BYTES, traf + bytes.getInt(traf), "tfdt");
    int version = bytes.get(tfdt + HEADER_BYTES);
    int content = tfdt + HEADER_BYTES + 4;
    return version == 1 ? bytes.getLong(content) : Integer.toUnsignedLong(bytes.getInt(content));
  }

  private static int child(ByteBuffer bytes, int from, int to, String wanted) {
    for (int at = from; at < to; at += bytes.getInt(at)) {
      if (name(bytes, at).equals(wanted)) {
        return at;
      }
    }
    throw new AssertionError("no box " + wanted);
  }

  private static String name(ByteBuffer bytes, int at) {
    byte[] name = new byte[4];
    bytes.get(at + 4, name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
