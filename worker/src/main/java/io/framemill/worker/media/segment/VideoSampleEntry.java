package io.framemill.worker.media.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sample entry of the video track of an init segment (ISO/IEC 14496-12, 12.1.3).
 *
 * @param type four characters, such as {@code avc1}
 * @param boxes the boxes inside, without their headers, by type
 */
public record VideoSampleEntry(String type, Map<String, ByteBuffer> boxes) {
  private static final int BOX_HEADER_BYTES = 8;

  /** Version, flags and the number of entries. */
  private static final int DESCRIPTION_FIELDS_BYTES = 8;

  private static final int ENTRY_FIELDS_BYTES = 78;

  /**
   * Parses an init segment.
   *
   * @throws IllegalArgumentException if the bytes are not the init segment of a video track
   */
  public static VideoSampleEntry read(ByteBuffer init) {
    ByteBuffer level = init.slice();
    for (String name : new String[] {"moov", "trak", "mdia", "minf", "stbl", "stsd"}) {
      level = required(name, boxesOf(level));
    }
    Map.Entry<String, ByteBuffer> entry =
        boxesOf(rest(level, DESCRIPTION_FIELDS_BYTES)).entrySet().iterator().next();
    return new VideoSampleEntry(
        entry.getKey(), boxesOf(rest(entry.getValue(), ENTRY_FIELDS_BYTES)));
  }

  /**
   * The content of a box.
   *
   * @throws IllegalArgumentException if there is no box of that type
   */
  public ByteBuffer box(String name) {
    return required(name, boxes);
  }

  private static ByteBuffer required(String name, Map<String, ByteBuffer> boxes) {
    ByteBuffer box = boxes.get(name);
    if (box == null) {
      throw new IllegalArgumentException("no " + name + " box among " + boxes.keySet());
    }
    return box;
  }

  private static Map<String, ByteBuffer> boxesOf(ByteBuffer parent) {
    Map<String, ByteBuffer> boxes = new LinkedHashMap<>();
    int at = 0;
    while (at + BOX_HEADER_BYTES <= parent.limit()) {
      int size = parent.getInt(at);
      if (size < BOX_HEADER_BYTES || size > parent.limit() - at) {
        throw new IllegalArgumentException("a box of " + size + " bytes");
      }
      byte[] name = new byte[4];
      parent.get(at + 4, name);
      boxes.putIfAbsent(
          new String(name, StandardCharsets.ISO_8859_1),
          parent.slice(at + BOX_HEADER_BYTES, size - BOX_HEADER_BYTES));
      at += size;
    }
    return boxes;
  }

  private static ByteBuffer rest(ByteBuffer bytes, int from) {
    return bytes.slice(from, bytes.limit() - from);
  }
}
