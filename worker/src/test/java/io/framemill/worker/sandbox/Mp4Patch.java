package io.framemill.worker.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Changes boxes of an MP4 or QuickTime file whose index stands behind its media. */
final class Mp4Patch {
  private static final int ALIAS_HEADER_BYTES = 150;

  private Mp4Patch() {}

  /**
   * Points the first track's media somewhere else (ISO/IEC 14496-12, 8.7.2).
   *
   * @param entry takes the place of the entry that says "in this file"
   */
  static byte[] dataReference(byte[] file, byte[] entry) {
    int list = find(file, "dref");
    int oldEntry = list + 12;
    ByteBuffer box = ByteBuffer.wrap(file);
    int growth = entry.length - box.getInt(oldEntry);
    for (String parent : new String[] {"moov", "trak", "mdia", "minf", "dinf", "dref"}) {
      int size = find(file, parent) - 4;
      box.putInt(size, box.getInt(size) + growth);
    }
    return ContainerTricks.join(
        Arrays.copyOf(file, oldEntry),
        entry,
        Arrays.copyOfRange(file, oldEntry + box.getInt(oldEntry), file.length));
  }

  /** An entry that names a file by its absolute path, in the form of a Macintosh alias record. */
  static byte[] alias(Path target) {
    byte[] path = target.toString().getBytes(UTF_8);
    byte[] even = Arrays.copyOf(path, path.length + path.length % 2);
    ByteBuffer record = ByteBuffer.allocate(ALIAS_HEADER_BYTES + 8 + even.length);
    record.position(ALIAS_HEADER_BYTES);
    record.putShort((short) 2).putShort((short) path.length).put(even);
    record.putShort((short) -1).putShort((short) 0);
    return entry("alis", record.array());
  }

  /** An entry whose flags do not say "in this file". */
  static byte[] entry(String type, byte[] content) {
    return box(type, ContainerTricks.join(new byte[4], content));
  }

  static byte[] box(String type, byte[] content) {
    return ContainerTricks.join(
        ByteBuffer.allocate(4).putInt(8 + content.length).array(),
        type.getBytes(ISO_8859_1),
        content);
  }

  /** Where the name of the first box of a type in the index stands. */
  private static int find(byte[] file, String type) {
    String text = new String(file, ISO_8859_1);
    return text.indexOf(type, text.lastIndexOf("moov"));
  }
}
