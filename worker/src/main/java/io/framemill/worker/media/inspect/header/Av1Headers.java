package io.framemill.worker.media.inspect.header;

import java.nio.ByteBuffer;

/** Reads the open bitstream units of AV1 ("AV1 Bitstream Specification", 5.3). */
final class Av1Headers {
  private static final int SEQUENCE_HEADER = 1;
  private static final int HAS_EXTENSION = 4;
  private static final int HAS_SIZE = 2;
  private static final int MAX_LEB128_BYTES = 8;
  private static final int DATA_BITS = 7;

  private Av1Headers() {}

  /** The bytes of the sequence headers in a packet, one character each; empty without one. */
  static String sequenceHeaders(ByteBuffer packet) {
    StringBuilder headers = new StringBuilder();
    int at = 0;
    while (at < packet.limit()) {
      int header = packet.get(at);
      at += (header & HAS_EXTENSION) != 0 ? 2 : 1;
      long size = (header & HAS_SIZE) == 0 ? packet.limit() - at : 0;
      boolean more = (header & HAS_SIZE) != 0;
      for (int i = 0; more && i < MAX_LEB128_BYTES && at < packet.limit(); i++) {
        int octet = packet.get(at++);
        size |= (octet & 0x7fL) << (DATA_BITS * i);
        more = octet < 0;
      }
      if (size > packet.limit() - at) {
        return headers.toString();
      }
      if ((header >> 3 & 0xf) == SEQUENCE_HEADER) {
        for (int i = 0; i < size; i++) {
          headers.append((char) (packet.get(at + i) & 0xff));
        }
      }
      at += (int) size;
    }
    return headers.toString();
  }
}
