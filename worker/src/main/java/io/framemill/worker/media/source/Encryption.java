package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Detects encryption that libavformat does not report, in the bytes of a file: decoders would turn
 * it into noise.
 */
public final class Encryption {
  /** Message for an encrypted file, after its name. */
  public static final String REFUSAL =
      "is encrypted (DRM): submit a copy that is not, such as an export from where it was made";

  private static final int SAMPLE_BYTES = 1 << 20;

  /** Content Encryption, Extended and Advanced Content Encryption Object (ASF, 3.14 to 3.16). */
  private static final List<String> ASF_ENCRYPTION_OBJECTS =
      List.of(
          "fbb3112223bdd211b4b700a0c955fc6e",
          "14e68a292226174cb935dae07ee9289c",
          "338505438169e6499b74ad12cb86d58c");

  private static final int TS_SYNC = 0x47;
  private static final int PACK_START = 0xba;
  private static final int NULL_PID = 0x1fff;
  private static final int FIRST_PID_OF_STREAMS = 0x20;

  /** A transport stream is scrambled if at least 1 packet of 2 is. */
  private static final int MAX_PACKETS_PER_SCRAMBLED_TS = 2;

  /** A program stream is scrambled if 1 packet of 5 is: DVDs leave some sectors in the clear. */
  private static final int MAX_PACKETS_PER_SCRAMBLED_PS = 5;

  private int packets;
  private int scrambled;

  private Encryption() {}

  /**
   * Extent of the encryption of a file.
   *
   * @param isWhole whether all of it is encrypted; in a transport stream, all video and audio
   * @param scrambledPids PIDs of the streams of a transport stream that are scrambled
   */
  public record Extent(boolean isWhole, Set<Integer> scrambledPids) {}

  /**
   * Detects the encryption of a file from samples.
   *
   * @param demuxer of the file, just opened
   */
  public static Extent in(Path file, Demuxer demuxer) throws IOException {
    return switch (demuxer.formatName()) {
      case "asf", "asf_o" -> new Extent(hasEncryptionObject(sample(file, 0)), Set.of());
      case "mpegts" -> inTransportStream(countByPid(file), pidsOfMedia(demuxer));
      case "mpeg" ->
          new Extent(
              new Encryption().addProgram(samples(file)).isScrambled(MAX_PACKETS_PER_SCRAMBLED_PS),
              Set.of());
      default -> new Extent(false, Set.of());
    };
  }

  private static Extent inTransportStream(Map<Integer, Encryption> counts, Set<Integer> media) {
    boolean isWhole = isTransportScrambled(counts, media);
    counts.values().removeIf(count -> !count.isScrambled(MAX_PACKETS_PER_SCRAMBLED_TS));
    return new Extent(isWhole, counts.keySet());
  }

  private static Set<Integer> pidsOfMedia(Demuxer demuxer) {
    Set<Integer> pids = new HashSet<>();
    for (int i = 0; i < demuxer.streamCount(); i++) {
      AVStream stream = demuxer.stream(i);
      int type = stream.codecpar().codec_type();
      if (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) {
        pids.add(stream.id());
      }
    }
    return pids;
  }

  private static boolean isTransportScrambled(Map<Integer, Encryption> counts, Set<Integer> media) {
    List<Encryption> known = media.stream().map(counts::get).filter(Objects::nonNull).toList();
    if (!known.isEmpty()) {
      return known.stream().allMatch(count -> count.isScrambled(MAX_PACKETS_PER_SCRAMBLED_TS));
    }
    Encryption all = new Encryption();
    counts.values().forEach(all::add);
    return all.isScrambled(MAX_PACKETS_PER_SCRAMBLED_TS);
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

  /**
   * Counts scrambled packets by PID (ISO/IEC 13818-1, 2.4.3.2); also with 4 bytes before each
   * packet (M2TS) or 16 after it.
   */
  private static Map<Integer, Encryption> countByPid(Path file) throws IOException {
    Map<Integer, Encryption> counts = new HashMap<>();
    for (byte[] bytes : samples(file)) {
      for (int length : new int[] {188, 192, 204}) {
        int at = firstPacket(bytes, length);
        for (; at >= 0 && at + 4 <= bytes.length && bytes[at] == TS_SYNC; at += length) {
          int pid = (bytes[at + 1] & 0x1f) << Byte.SIZE | (bytes[at + 2] & 0xff);
          boolean hasPayload = (bytes[at + 3] & 0x10) != 0;
          if (hasPayload && pid >= FIRST_PID_OF_STREAMS && pid != NULL_PID) {
            counts.computeIfAbsent(pid, any -> new Encryption()).add((bytes[at + 3] & 0xc0) != 0);
          }
        }
      }
    }
    return counts;
  }

  private static int firstPacket(byte[] bytes, int length) {
    for (int at = 0; at < length && at + 4 * length < bytes.length; at++) {
      if (isSynchronous(bytes, at, length)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isSynchronous(byte[] bytes, int start, int length) {
    for (int at = start; at <= start + 4 * length; at += length) {
      if (bytes[at] != TS_SYNC) {
        return false;
      }
    }
    return true;
  }

  /**
   * Counts packets of video and audio, which start in their packs (ISO/IEC 13818-1, 2.4.3.6 and
   * 2.5.3.4). MPEG-1 (ISO/IEC 11172-1) has no scrambling flags.
   */
  private Encryption addProgram(List<byte[]> samples) {
    for (byte[] bytes : samples) {
      boolean isMpeg2 = false;
      for (int at = 0; at + 7 < bytes.length; at++) {
        boolean isStart = bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
        int id = bytes[at + 3] & 0xff;
        int flags = bytes[at + 6] & 0xff;
        if (isStart && id == PACK_START) {
          isMpeg2 = (bytes[at + 4] & 0xc0) >> 6 == 0b01;
        }
        if (isStart && isMpeg2 && (id == 0xbd || id >= 0xc0 && id < 0xf0) && flags >> 6 == 0b10) {
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

  private void add(Encryption other) {
    packets += other.packets;
    scrambled += other.scrambled;
  }

  private boolean isScrambled(int maxPacketsPerScrambled) {
    return scrambled > 0 && (long) scrambled * maxPacketsPerScrambled >= packets;
  }
}
