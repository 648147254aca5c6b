package io.framemill.worker.media.source;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Finds encryption that libavformat does not tell of, in the bytes of a file: its decoders would
 * make noise of it.
 */
public final class Encryption {
  /** What to say of a file, after its name. */
  public static final String COMPLAINT =
      "is encrypted (DRM): submit a copy that is not, such as an export from where it was made";

  private static final int SAMPLE_BYTES = 1 << 20;

  /** Content Encryption, Extended and Advanced Content Encryption Object (ASF, 3.14 to 3.16). */
  private static final List<String> ASF_ENCRYPTION_OBJECTS =
      List.of(
          "fbb3112223bdd211b4b700a0c955fc6e",
          "14e68a292226174cb935dae07ee9289c",
          "338505438169e6499b74ad12cb86d58c");

  private static final int TS_SYNC = 0x47;
  private static final int NULL_PID = 0x1fff;
  private static final int FIRST_PID_OF_STREAMS = 0x20;

  /** Of the packets of a sample, one in so many; DVDs leave some sectors as they are. */
  private static final int MIN_SHARE_TS = 2;

  private static final int MIN_SHARE_PS = 5;

  private int packets;
  private int scrambled;

  private Encryption() {}

  /**
   * Whether a file is encrypted, as far as a look into it can tell.
   *
   * @param format libavformat's name of the container
   */
  public static boolean isIn(Path file, String format) throws IOException {
    return switch (format) {
      case "asf", "asf_o" -> hasEncryptionObject(sample(file, 0));
      case "mpegts" -> new Encryption().addTransport(samples(file)).isScrambled(MIN_SHARE_TS);
      case "mpeg" -> new Encryption().addProgram(samples(file)).isScrambled(MIN_SHARE_PS);
      default -> false;
    };
  }

  private static List<byte[]> samples(Path file) throws IOException {
    long size = InputFile.sizeOf(file);
    return List.of(sample(file, 0), sample(file, size / 2));
  }

  private static byte[] sample(Path file, long from) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(SAMPLE_BYTES, Math.max(0, in.length() - from))];
      in.seek(from);
      in.readFully(bytes);
      return bytes;
    }
  }

  private static boolean hasEncryptionObject(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return ASF_ENCRYPTION_OBJECTS.stream()
        .map(guid -> new String(HexFormat.of().parseHex(guid), StandardCharsets.ISO_8859_1))
        .anyMatch(text::contains);
  }

  /** ISO/IEC 13818-1, 2.4.3.2; with 4 bytes before each packet (M2TS) or 16 behind it, too. */
  private Encryption addTransport(List<byte[]> samples) {
    for (byte[] bytes : samples) {
      for (int length : new int[] {188, 192, 204}) {
        int at = firstPacket(bytes, length);
        for (; at >= 0 && at + 4 <= bytes.length && bytes[at] == TS_SYNC; at += length) {
          int pid = (bytes[at + 1] & 0x1f) << Byte.SIZE | (bytes[at + 2] & 0xff);
          boolean hasPayload = (bytes[at + 3] & 0x10) != 0;
          if (hasPayload && pid >= FIRST_PID_OF_STREAMS && pid != NULL_PID) {
            add((bytes[at + 3] & 0xc0) != 0);
          }
        }
      }
    }
    return this;
  }

  private static int firstPacket(byte[] bytes, int length) {
    for (int at = 0; at < length && at + 4 * length < bytes.length; at++) {
      int start = at;
      if (Arrays.stream(new int[] {0, 1, 2, 3, 4})
          .allMatch(i -> bytes[start + i * length] == TS_SYNC)) {
        return at;
      }
    }
    return -1;
  }

  /** ISO/IEC 13818-1, 2.4.3.6: packets of picture and sound, which begin in their packs. */
  private Encryption addProgram(List<byte[]> samples) {
    for (byte[] bytes : samples) {
      for (int at = 0; at + 7 < bytes.length; at++) {
        boolean isStart = bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
        int id = bytes[at + 3] & 0xff;
        int flags = bytes[at + 6] & 0xff;
        if (isStart && (id == 0xbd || id >= 0xc0 && id < 0xf0) && flags >> 6 == 0b10) {
          add((flags & 0x30) != 0);
          at += 6 + ((bytes[at + 4] & 0xff) << Byte.SIZE | (bytes[at + 5] & 0xff)) - 1;
        }
      }
    }
    return this;
  }

  private void add(boolean isScrambled) {
    packets++;
    scrambled += isScrambled ? 1 : 0;
  }

  private boolean isScrambled(int minShare) {
    return scrambled > 0 && (long) scrambled * minShare >= packets;
  }
}
