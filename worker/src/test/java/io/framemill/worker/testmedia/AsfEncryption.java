package io.framemill.worker.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Adds the Content Encryption Object of Windows Media DRM to the header of an ASF file (Advanced
 * Systems Format specification, 3.14).
 */
final class AsfEncryption {
  /** Object id, size, number of objects and two reserved bytes. */
  private static final int HEADER_BYTES = 30;

  private static final int OBJECT_HEADER_BYTES = 24;

  private AsfEncryption() {}

  static void add(Path file) {
    MediaFiles.change(file, AsfEncryption::add);
  }

  private static byte[] add(byte[] bytes) {
    byte[] object = object();
    ByteBuffer changed = littleEndian(bytes.length + object.length);
    changed.put(bytes, 0, HEADER_BYTES).put(object);
    changed.put(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES);
    changed.putLong(16, changed.getLong(16) + object.length);
    changed.putInt(24, changed.getInt(24) + 1);
    return changed.array();
  }

  /** 2211B3FB-BD23-11D2-B4B7-00A0C955FC6E: secret data, kind of protection, key, licence. */
  private static byte[] object() {
    ByteBuffer content = littleEndian(256);
    putText(content, "\1\2\3\4\5\6\7\10");
    putText(content, "DRM\0");
    putText(content, "a key\0");
    putText(content, "https://licence.example/\0");
    ByteBuffer object = littleEndian(OBJECT_HEADER_BYTES + content.position());
    object.putInt(0x2211b3fb).putShort((short) 0xbd23).putShort((short) 0x11d2);
    object.order(ByteOrder.BIG_ENDIAN).putLong(0xb4b700a0c955fc6eL).order(ByteOrder.LITTLE_ENDIAN);
    object.putLong(object.capacity());
    object.put(content.array(), 0, content.position());
    return object.array();
  }

  private static void putText(ByteBuffer content, String text) {
    content.putInt(text.length()).put(text.getBytes(ISO_8859_1));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
