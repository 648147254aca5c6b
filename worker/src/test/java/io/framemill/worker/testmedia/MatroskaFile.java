package io.framemill.worker.testmedia;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A real Matroska file with more elements before its first cluster, RFC 9559. It stays well-formed:
 * its seek head and its cues, which would point to wrong places, are left out, for both are
 * optional.
 */
public final class MatroskaFile {
  private static final long EBML_HEADER = 0x1A45DFA3L;
  private static final long SEGMENT = 0x18538067L;
  private static final long INFO = 0x1549A966L;
  private static final long TRACKS = 0x1654AE6BL;
  private static final long CLUSTER = 0x1F43B675L;

  private MatroskaFile() {}

  /**
   * Writes a clip to a file that ends in {@code .mkv}, with more elements in it.
   *
   * @param elements of the segment, in order
   */
  public static Path write(TestClip clip, Ebml... elements) {
    Path file = clip.write();
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      List<Ebml> before = new ArrayList<>();
      List<Ebml> clusters = new ArrayList<>();
      Ebml header = copyOf(bytes, EBML_HEADER);
      open(bytes, SEGMENT);
      while (bytes.hasRemaining()) {
        long id = idAt(bytes);
        Ebml element = copyOf(bytes, id);
        if (id == INFO || id == TRACKS) {
          before.add(element);
        } else if (id == CLUSTER) {
          clusters.add(element);
        }
      }
      before.addAll(List.of(elements));
      before.addAll(clusters);
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
        header.append(out);
        Ebml.element(SEGMENT, before).append(out);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Chapters of a second each, with a title. */
  public static Ebml chapters(int count, int titleLetters) {
    String title = "x".repeat(titleLetters);
    List<Ebml> atoms =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number ->
                    Ebml.element(
                        0xB6,
                        Ebml.number(0x73C4, number),
                        Ebml.number(0x91, number * 1_000_000_000L),
                        Ebml.number(0x92, (number + 1) * 1_000_000_000L),
                        Ebml.element(0x80, Ebml.text(0x85, title), Ebml.text(0x437C, "eng"))))
            .toList();
    return Ebml.element(0x1043A770L, Ebml.element(0x45B9, atoms));
  }

  /** Tags of the whole file, each with another name and a value. */
  public static Ebml tags(int count, int valueLetters) {
    String value = "x".repeat(valueLetters);
    List<Ebml> content = new ArrayList<>();
    content.add(Ebml.element(0x63C0, Ebml.number(0x68CA, 50)));
    for (int i = 0; i < count; i++) {
      content.add(Ebml.element(0x67C8, Ebml.text(0x45A3, "NAME" + i), Ebml.text(0x4487, value)));
    }
    return Ebml.element(0x1254C367L, Ebml.element(0x7373, content));
  }

  /** Attached files of zeros. */
  public static Ebml attachments(int count, long bytes) {
    List<Ebml> files =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                number ->
                    Ebml.element(
                        0x61A7,
                        Ebml.text(0x466E, "file" + number + ".bin"),
                        Ebml.text(0x4660, "application/octet-stream"),
                        Ebml.number(0x46AE, number),
                        Ebml.element(0x465C, Ebml.zeros(bytes))))
            .toList();
    return Ebml.element(0x1941A469L, files);
  }

  /** So many bytes that mean nothing. */
  public static Ebml voidOf(long bytes) {
    return Ebml.element(0xEC, Ebml.zeros(bytes));
  }

  private static Ebml copyOf(ByteBuffer bytes, long id) {
    int from = bytes.position();
    long size = open(bytes, id);
    byte[] element = new byte[bytes.position() - from + Math.toIntExact(size)];
    bytes.position(from);
    bytes.get(element);
    return Ebml.bytes(element);
  }

  /** Reads the head of an element; returns the size of its content. */
  private static long open(ByteBuffer bytes, long id) {
    long found = vint(bytes, true);
    if (found != id) {
      throw new IllegalStateException(
          "Element " + Long.toHexString(found) + " in place of another");
    }
    return vint(bytes, false);
  }

  private static long idAt(ByteBuffer bytes) {
    return vint(bytes.duplicate(), true);
  }

  private static long vint(ByteBuffer bytes, boolean withMarker) {
    int first = bytes.get() & 0xFF;
    int length = Integer.numberOfLeadingZeros(first) - (Integer.SIZE - Byte.SIZE) + 1;
    long value = withMarker ? first : first & (0xFF >> length);
    for (int i = 1; i < length; i++) {
      value = value << Byte.SIZE | bytes.get() & 0xFF;
    }
    return value;
  }
}
