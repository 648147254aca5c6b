package io.framemill.worker.testmedia;

import java.nio.file.Path;

/**
 * Marks a raw MPEG-2 stream as film that is shown at the rate of television: every other picture
 * lasts three fields instead of two (3:2 pulldown; ISO/IEC 13818-2, 6.3.10). For progressive
 * streams of frames without B-frames whose height is as many macroblocks when it is interlaced.
 */
public final class RepeatFields {
  private static final int EXTENSION = 0xb5;
  private static final int SEQUENCE_EXTENSION = 1;
  private static final int PICTURE_CODING_EXTENSION = 8;
  private static final int PROGRESSIVE_SEQUENCE = 0x08;
  private static final int TOP_FIELD_FIRST = 0x80;
  private static final int REPEAT_FIRST_FIELD = 0x02;
  private static final int PROGRESSIVE_FRAME = 0x80;

  private RepeatFields() {}

  /** Marks the pictures: three fields, two, three, and so on. */
  public static void mark(Path file) {
    MediaFiles.change(file, RepeatFields::mark);
  }

  private static byte[] mark(byte[] bytes) {
    int pictures = 0;
    for (int i = 0; i + 9 < bytes.length; i++) {
      if (isExtension(bytes, i, SEQUENCE_EXTENSION)) {
        bytes[i + 5] &= (byte) ~PROGRESSIVE_SEQUENCE;
      } else if (isExtension(bytes, i, PICTURE_CODING_EXTENSION)) {
        int phase = pictures++ % 4;
        bytes[i + 7] |= (byte) (phase == 0 || phase == 3 ? TOP_FIELD_FIRST : 0);
        bytes[i + 7] |= (byte) (phase % 2 == 0 ? REPEAT_FIRST_FIELD : 0);
        bytes[i + 8] |= (byte) PROGRESSIVE_FRAME;
      }
    }
    return bytes;
  }

  private static boolean isExtension(byte[] bytes, int at, int identifier) {
    return bytes[at] == 0
        && bytes[at + 1] == 0
        && bytes[at + 2] == 1
        && (bytes[at + 3] & 0xff) == EXTENSION
        && (bytes[at + 4] & 0xf0) >> 4 == identifier;
  }
}
