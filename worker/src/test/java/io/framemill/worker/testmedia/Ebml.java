package io.framemill.worker.testmedia;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of an EBML document, RFC 8794. Long runs of zeros become holes in a sparse file.
 *
 * @param pieces in order
 */
public record Ebml(List<Piece> pieces) {
  /** Some bytes, followed by a number of zeros. */
  record Piece(byte[] bytes, long zeros) {}

  public Ebml {
    pieces = List.copyOf(pieces);
  }

  /** Bytes as they are. */
  public static Ebml bytes(byte[] bytes) {
    return new Ebml(List.of(new Piece(bytes, 0)));
  }

  /** So many zeros. */
  public static Ebml zeros(long count) {
    return new Ebml(List.of(new Piece(new byte[0], count)));
  }

  /** Several, one after the other. */
  public static Ebml join(List<Ebml> parts) {
    List<Piece> pieces = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Ebml part : parts) {
      for (Piece piece : part.pieces) {
        bytes.writeBytes(piece.bytes);
        if (piece.zeros > 0) {
          pieces.add(new Piece(bytes.toByteArray(), piece.zeros));
          bytes.reset();
        }
      }
    }
    pieces.add(new Piece(bytes.toByteArray(), 0));
    return new Ebml(pieces);
  }

  /** An element with its size in eight bytes. */
  public static Ebml element(long id, List<Ebml> content) {
    Ebml body = join(content);
    int idBytes = (Long.SIZE - Long.numberOfLeadingZeros(id) + 7) / 8;
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + Long.BYTES);
    head.putLong(id << (Long.SIZE - 8 * idBytes)).position(idBytes);
    head.putLong(1L << 56 | body.size());
    byte[] bytes = new byte[idBytes + Long.BYTES];
    System.arraycopy(head.array(), 0, bytes, 0, bytes.length);
    return join(List.of(bytes(bytes), body));
  }

  public static Ebml element(long id, Ebml... content) {
    return element(id, List.of(content));
  }

  /** An element that holds text. */
  public static Ebml text(long id, String text) {
    return element(id, bytes(text.getBytes(UTF_8)));
  }

  /** An element that holds an unsigned integer. */
  public static Ebml number(long id, long number) {
    return element(id, bytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
  }

  /** How many bytes there are. */
  public long size() {
    return pieces.stream().mapToLong(piece -> piece.bytes.length + piece.zeros).sum();
  }

  /** Writes all at the end of a file. */
  void append(FileChannel file) throws IOException {
    for (Piece piece : pieces) {
      ByteBuffer bytes = ByteBuffer.wrap(piece.bytes);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      if (piece.zeros > 0) {
        file.position(file.position() + piece.zeros - 1);
        file.write(ByteBuffer.allocate(1));
      }
    }
  }
}
