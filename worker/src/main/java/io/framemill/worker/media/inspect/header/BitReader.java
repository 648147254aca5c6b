package io.framemill.worker.media.inspect.header;

import java.nio.ByteBuffer;

/** Reads bits, the highest of each byte first; zeros after the end. Not thread-safe. */
final class BitReader {
  private final ByteBuffer data;
  private final int endBit;
  private int nextBit;

  /**
   * @param data not changed, and its position is not used
   * @param from offset of the first byte
   * @param to end of the last byte, exclusive
   */
  BitReader(ByteBuffer data, int from, int to) {
    this.data = data;
    this.nextBit = from * Byte.SIZE;
    this.endBit = to * Byte.SIZE;
  }

  /** The next bits as a number; up to 32. */
  long bits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | (flag() ? 1 : 0);
    }
    return value;
  }

  /** The next bit. */
  boolean flag() {
    if (isAtEnd()) {
      return false;
    }
    int octet = data.get(nextBit / Byte.SIZE);
    boolean set = (octet >> (Byte.SIZE - 1 - nextBit % Byte.SIZE) & 1) != 0;
    nextBit++;
    return set;
  }

  /** The next number of the Exp-Golomb code {@code ue(v)} (ISO/IEC 14496-10, 9.1). */
  long unsigned() {
    int zeros = 0;
    while (zeros < Integer.SIZE && !isAtEnd() && !flag()) {
      zeros++;
    }
    return (1L << zeros) - 1 + bits(zeros);
  }

  /** The next number of the code {@code se(v)}. */
  long signed() {
    long code = unsigned();
    return (code & 1) != 0 ? (code + 1) / 2 : -code / 2;
  }

  void skip(int count) {
    nextBit = Math.min(endBit, nextBit + count);
  }

  boolean isAtEnd() {
    return nextBit >= endBit;
  }
}
