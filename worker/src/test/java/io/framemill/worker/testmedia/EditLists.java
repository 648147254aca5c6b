package io.framemill.worker.testmedia;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Writes edit lists (ISO/IEC 14496-12, 8.6.6) that the muxer does not, into the first track of an
 * MP4 file whose {@code moov} stands at the end.
 */
public final class EditLists {
  private static final int ENTRY_BYTES = 12;
  private static final int MILLIS_PER_SECOND = 1000;

  private final byte[] bytes;
  private final ByteBuffer box;

  private EditLists(byte[] bytes) {
    this.bytes = bytes;
    this.box = ByteBuffer.wrap(bytes);
  }

  /** Shows only the first two thirds of the programme. */
  public static void cutEnd(Path file) {
    change(file, EditLists::cutEnd);
  }

  /** Shows the first and the last third of the programme, and nothing between. */
  public static void cutMiddle(Path file) {
    change(file, EditLists::cutMiddle);
  }

  private interface Change {
    byte[] of(EditLists lists);
  }

  private static void change(Path file, Change change) {
    MediaFiles.change(file, bytes -> change.of(new EditLists(bytes)));
  }

  private byte[] cutEnd() {
    int entry = firstEntry();
    box.putInt(entry, box.getInt(entry) * 2 / 3);
    return bytes;
  }

  private byte[] cutMiddle() {
    int entry = firstEntry();
    int third = box.getInt(entry) / 3;
    int mediaTime = box.getInt(entry + 4);
    int ticksPerSecond = box.getInt(find("mdhd") + 16);
    box.putInt(entry, third);
    box.putInt(entry - 4, 2);
    for (String parent : new String[] {"moov", "trak", "edts", "elst"}) {
      int size = find(parent) - 4;
      box.putInt(size, box.getInt(size) + ENTRY_BYTES);
    }
    ByteBuffer changed = ByteBuffer.allocate(bytes.length + ENTRY_BYTES);
    changed.put(bytes, 0, entry + ENTRY_BYTES);
    changed.putInt(third);
    changed.putInt((int) (mediaTime + 2L * third * ticksPerSecond / MILLIS_PER_SECOND));
    changed.putInt(1 << 16);
    changed.put(bytes, entry + ENTRY_BYTES, bytes.length - entry - ENTRY_BYTES);
    return changed.array();
  }

  /** Where the first entry starts; a list has a type, a version and a count before it. */
  private int firstEntry() {
    int list = find("elst");
    if (box.getInt(list + 8) != 1) {
      throw new IllegalStateException("not a list of one edit");
    }
    return list + 12;
  }

  /** Where the name of the first box of a type in the {@code moov} stands. */
  private int find(String type) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(type, text.lastIndexOf("moov"));
    if (at < 0) {
      throw new IllegalStateException("no " + type);
    }
    return at;
  }
}
