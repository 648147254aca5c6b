package io.framemill.cli.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One box of an ISO base media file (ISO/IEC 14496-12, 4.2).
 *
 * @param type four characters
 * @param offset where the box begins in the file
 * @param payload what follows size and type; its position is 0
 */
record Mp4Box(String type, int offset, ByteBuffer payload) {
  /** The boxes of a file, or those inside a container box. */
  static List<Mp4Box> readAll(ByteBuffer bytes) {
    List<Mp4Box> boxes = new ArrayList<>();
    ByteBuffer rest = bytes.duplicate();
    while (rest.hasRemaining()) {
      int offset = rest.position();
      int size = rest.getInt();
      byte[] type = new byte[4];
      rest.get(type);
      boxes.add(
          new Mp4Box(
              new String(type, StandardCharsets.ISO_8859_1),
              offset,
              rest.slice(offset + 8, size - 8)));
      rest.position(offset + size);
    }
    return boxes;
  }

  /**
   * The first box at the end of a path of types.
   *
   * @throws AssertionError if there is none
   */
  static Mp4Box find(List<Mp4Box> boxes, String... path) {
    List<Mp4Box> level = boxes;
    for (int depth = 0; ; depth++) {
      String wanted = path[depth];
      Mp4Box found =
          level.stream()
              .filter(box -> box.type().equals(wanted))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no box " + String.join("/", path)));
      if (depth == path.length - 1) {
        return found;
      }
      level = found.children(0);
    }
  }

  /** The boxes inside this one, behind so many bytes of fields. */
  List<Mp4Box> children(int fields) {
    return readAll(payload.slice(fields, payload.capacity() - fields));
  }

  /** Version of a full box. */
  int version() {
    return payload.get(0);
  }

  /** Flags of a full box. */
  int flags() {
    return payload.getInt(0) & 0xFFFFFF;
  }
}
